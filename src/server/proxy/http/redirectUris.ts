import { isLoopbackHostname } from '../../../shared/loopback.ts';
import { CALLBACK_PATH, CALLBACK_PATHS, EDITOR_SCHEMES, EXTENSION_ID } from '../../../shared/names.ts';
import { RELAY_PATH } from '../../relay/relayRouter.ts';

/** Callbacks of editors' own MCP clients. VS Code's are on loopback and by https. */
const EDITORS_OWN: readonly string[] = ['cursor://anysphere.cursor-mcp/oauth/callback'];

/** Whether that is a callback of an editor, by the letter: what else its scheme leads to may open files or clone. */
export function isEditorCallback(text: string): boolean {
  if (EDITORS_OWN.includes(text)) return true;
  const starts = EDITOR_SCHEMES.map((scheme) => `${scheme}://${EXTENSION_ID}`);
  return starts.some((start) => text.startsWith(start) && CALLBACK_PATHS.test(text.slice(start.length)));
}

/** Whether that is a relay page of the proxy, whose origins are `own`. */
export function isRelayPage(text: string, own: readonly string[]): boolean {
  return own.some((origin) => {
    const start = `${origin}${RELAY_PATH}`;
    return text.startsWith(start) && CALLBACK_PATHS.test(CALLBACK_PATH + text.slice(start.length));
  });
}

/**
 * Whether codes may be sent there: https, this computer, or an editor (RFC 8252 section 7). Of the proxy's `own` origins
 * the relay pages alone, since a person takes anything else there for a page of ours.
 */
export function isRedirectUri(text: string, own: readonly string[]): boolean {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '' || text.includes('#')) return false;
  // A dot at the end makes another origin of the same host.
  if (url.hostname.endsWith('.')) return false;
  if (own.includes(url.origin)) return isRelayPage(text, own);
  const isLoopback = isLoopbackHostname(url.hostname);
  if (url.protocol === 'https:') return !isLoopback;
  return url.protocol === 'http:' ? isLoopback : isEditorCallback(text);
}

/**
 * Whether a program may be told of an error though nobody agreed to it: it is one on this computer. A web site would be
 * reached by an address of ours, without any page of ours (open redirector, RFC 9700 section 4.11.2).
 */
export function isOnThisComputer(text: string): boolean {
  const url = URL.parse(text);
  return (url?.protocol === 'http:' && isLoopbackHostname(url.hostname)) || isEditorCallback(text);
}
