import type { DemoInfo } from '../../src/shared/demo.ts';

/** A person's settings with the local demo as the only server; `relay` where the editor runs in a browser. */
export function demoSettings(info: DemoInfo, options: { readonly relay: boolean }): Readonly<Record<string, unknown>> {
  const { serverUrl: url, issuer, clientId, relay } = info;
  const entry = { name: 'Local demo', url, issuer, clientId };
  return {
    'incidentDesk.servers': [options.relay ? { ...entry, relay } : entry],
    'workbench.startupEditor': 'none',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'chat.disableAIFeatures': true,
    // Else every port that anything on this machine opens is announced.
    'remote.autoForwardPorts': false,
  };
}
