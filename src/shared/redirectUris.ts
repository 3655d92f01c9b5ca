import { CALLBACK_PATH, EDITOR_SCHEMES, EXTENSION_ID, LOOPBACK_PORTS } from './names.ts';

/** The editor's own callback on its URL scheme, such as `vscode`: it never changes, so that an exact match finds it. */
export function schemeRedirectUri(scheme: string, path: string): string {
  return `${scheme}://${EXTENSION_ID}${path}`;
}

/** The callback of a listener on the person's own computer (RFC 8252 section 7.3). */
export function loopbackRedirectUri(port: number, path: string): string {
  return `http://127.0.0.1:${port}${path}`;
}

/** The redirect URIs of the extension on the bare path, in every editor that runs it. */
export const EXTENSION_REDIRECT_URIS: readonly string[] = [
  ...EDITOR_SCHEMES.map((scheme) => schemeRedirectUri(scheme, CALLBACK_PATH)),
  ...LOOPBACK_PORTS.map((port) => loopbackRedirectUri(port, CALLBACK_PATH)),
];
