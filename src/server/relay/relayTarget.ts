import { EDITOR_SCHEMES, EXTENSION_ID } from '../../shared/names.ts';
import { isLoopbackHostname } from '../../shared/loopback.ts';

/** A place where a browser-hosted editor is served: an origin, and the path below which it lives (`` for the root). */
export interface RelayTarget {
  readonly origin: string;
  readonly base: string;
}

/** Reads a configured target; undefined where it is not an https address, or an http one on loopback, of an editor. */
export function parseRelayTarget(text: string): RelayTarget | undefined {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHostname(url.hostname));
  if (!isSafe || url.pathname.includes('%')) return undefined;
  return { origin: url.origin, base: url.pathname.replace(/\/+$/, '') };
}

/** Path of the callback page of an editor's web server: quality, then commit. */
const EDITOR_PATH = /^\/(?:stable|insider|insiders|exploration|oss)-[0-9a-f]{40}\/callback$/;

function isEditorScheme(scheme: string): boolean {
  return EDITOR_SCHEMES.some((known) => known === scheme);
}

type AllowedQuery = ReadonlyMap<string, (value: string) => boolean>;

/** What the query of an editor's callback may hold, each name once. Okta's answer is added to it. */
function editorQuery(path: string): AllowedQuery {
  return new Map([
    ['vscode-reqid', (value) => /^\d{1,10}$/.test(value)],
    ['vscode-scheme', isEditorScheme],
    ['vscode-authority', (value) => value === EXTENSION_ID],
    ['vscode-path', (value) => value === path],
  ]);
}

/** What the query of a custom scheme callback may hold: the window that asked. */
const SCHEME_QUERY: AllowedQuery = new Map([['windowId', (value) => /^(?:_blank|\d{1,10})$/.test(value)]]);

function hasOnly(query: URLSearchParams, allowed: AllowedQuery): boolean {
  const names = [...query.keys()];
  if (new Set(names).size !== names.length) return false;
  return [...query].every(([name, value]) => allowed.get(name)?.(value) ?? false);
}

function isSchemeCallback(url: URL, path: string): boolean {
  const isOurs = url.host === EXTENSION_ID && url.pathname === path;
  return isOurs && isEditorScheme(url.protocol.slice(0, -1)) && hasOnly(url.searchParams, SCHEME_QUERY);
}

function isEditorCallback(url: URL, path: string, targets: readonly RelayTarget[]): boolean {
  const isPlace = targets.some(
    ({ origin, base }) =>
      url.origin === origin && url.pathname.startsWith(base) && EDITOR_PATH.test(url.pathname.slice(base.length)),
  );
  const query = url.searchParams;
  return isPlace && query.has('vscode-authority') && query.has('vscode-path') && hasOnly(query, editorQuery(path));
}

/**
 * The address to which the relay forwards; undefined unless it is the callback of this extension, in an editor at a
 * configured place or on an editor's own URL scheme. `path` is the callback path that the answer came for: one that came
 * for an issuer's own goes to no other's (RFC 9700 section 4.4.2.2).
 */
export function checkRelayTarget(callback: string, path: string, targets: readonly RelayTarget[]): URL | undefined {
  // Parsers differ on these, so that a browser could go elsewhere than was checked.
  if (!/^[\x21-\x7e]+$/.test(callback) || /[\\#@]/.test(callback)) return undefined;
  const url = URL.parse(callback);
  if (url?.username !== '' || url.password !== '' || url.pathname.includes('%')) return undefined;
  return isSchemeCallback(url, path) || isEditorCallback(url, path, targets) ? url : undefined;
}
