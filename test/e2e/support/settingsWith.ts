import type { Desk } from './desk.ts';

/** The person's settings with the incident server as the only one: its address, issuer and client ID, and what is given. */
export function settingsWith(
  { settings, server, okta: { issuer, clientId } }: Desk,
  entry: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return {
    ...settings,
    'incidentDesk.servers': [{ name: 'Local demo', url: server.url, issuer, clientId, ...entry }],
  };
}
