import type { ServerEntry } from '../../core/serverEntry.ts';
import type { DemoInfo } from '../../shared/demo.ts';

/** Name under which the demo stands in the settings. */
export const DEMO_SERVER_NAME = 'Local demo';

/** The demo's entry in the setting; with the relay where the editor is browser-hosted. */
export function demoServerEntry(info: DemoInfo, isBrowserHosted: boolean): ServerEntry {
  return {
    name: DEMO_SERVER_NAME,
    url: info.serverUrl,
    issuer: info.issuer,
    clientId: info.clientId,
    resource: 'auto',
    ...(isBrowserHosted ? { relay: info.relay } : {}),
  };
}
