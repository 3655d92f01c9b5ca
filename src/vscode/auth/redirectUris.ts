import type { ServerEntry } from '../../core/serverEntry.ts';
import { bareRedirectUri } from './chooseRedirect.ts';

/** Every redirect URI that the application in Okta should allow, each once: the editor's own, and the relays in use. */
export function redirectUris(uriScheme: string, servers: readonly Pick<ServerEntry, 'relay'>[]): readonly string[] {
  const relays = servers.flatMap(({ relay }) => (relay === undefined ? [] : [relay]));
  return [...new Set([bareRedirectUri(uriScheme), ...relays])];
}
