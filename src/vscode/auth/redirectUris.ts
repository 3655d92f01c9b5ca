import type { ServerEntry } from '../../core/serverEntry.ts';
import { CALLBACK_PATH } from '../../shared/names.ts';
import { bareRedirectUri } from './chooseRedirect.ts';

/** Fixed, since Okta compares the port of a loopback redirect URI too. */
const LOOPBACK_PORTS = [33419, 33420, 33421];

/** Every redirect URI that the application in Okta should allow, each once: editor, loopback, relays in use. */
export function redirectUris(uriScheme: string, servers: readonly Pick<ServerEntry, 'relay'>[]): readonly string[] {
  const loopback = LOOPBACK_PORTS.map((port) => `http://127.0.0.1:${String(port)}${CALLBACK_PATH}`);
  const relays = servers.flatMap(({ relay }) => (relay === undefined ? [] : [relay]));
  return [...new Set([bareRedirectUri(uriScheme), ...loopback, ...relays])];
}
