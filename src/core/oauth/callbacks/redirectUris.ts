import { CALLBACK_PATH, LOOPBACK_PORTS } from '../../../shared/names.ts';
import { loopbackRedirectUri, schemeRedirectUri } from '../../../shared/redirectUris.ts';
import type { ServerEntry } from '../../serverEntry.ts';
import { serverId } from '../../serverEntry.ts';
import { callbackPath } from './callbackPath.ts';
import { isDocumentAddress } from '../clients/documentAddress.ts';
import { withoutSlash } from '../discovery/issuerSpelling.ts';

/** The ways by which an answer of an issuer comes back through a browser. */
export type RedirectWay = 'uri' | 'relay' | 'loopback' | 'paste';

/** What a redirect URI is made of. */
export interface RedirectParts {
  /** Scheme by which the operating system finds this editor, such as `vscode`. */
  readonly uriScheme: string;
  /** The plan's. */
  readonly callbackPath: string;
  /** Address of the relay page; needed for the way `relay`. */
  readonly relay?: string | undefined;
  /** Of the loopback address; the first fixed one unless told. */
  readonly port?: number;
}

/** An issuer, and every redirect URI that its application for the extension has to allow: no more, for each is a risk. */
export interface IssuerRedirectUris {
  /** Absent where the server names it and nobody has asked the server yet. */
  readonly issuer?: string;
  readonly uris: readonly string[];
}

/** The issuers that servers without one in the settings named at a sign-in before, by {@link serverId}. */
export type LearnedIssuers = ReadonlyMap<string, string>;

/** The redirect URI of a sign-in, as the issuer must know it by the letter. Throws TypeError for a relay without address. */
export function redirectUriOf(way: RedirectWay, { uriScheme, callbackPath: path, relay, port }: RedirectParts): string {
  if (way === 'uri') return schemeRedirectUri(uriScheme, path);
  if (way !== 'relay') return loopbackRedirectUri(port ?? LOOPBACK_PORTS[0], path);
  const url = new URL(relay ?? '');
  if (path !== CALLBACK_PATH) url.pathname = url.pathname.replace(/\/$/, '') + path.slice(CALLBACK_PATH.length);
  return url.href;
}

/** The issuer whose page a person's browser is sent to: the company's own where that manages access. */
function browserIssuer(entry: ServerEntry, learned: LearnedIssuers): string | undefined {
  const issuer = entry.identityProvider?.issuer ?? entry.issuer ?? learned.get(serverId(entry));
  return issuer === undefined ? undefined : withoutSlash(issuer);
}

/** As `obtainClient` has it: issuers that know us by a metadata document send `iss`, and need no path of their own. */
function pathOf({ identityProvider, clientId }: ServerEntry, issuer: string, bareIssuer: string | undefined): string {
  const isDocument = !identityProvider && clientId !== undefined && isDocumentAddress(clientId);
  return callbackPath(issuer, { bare: isDocument || issuer === bareIssuer });
}

function usesBrowser({ signIn }: ServerEntry): boolean {
  return signIn !== 'device' && signIn !== 'clientCredentials';
}

/** The server whose issuer has the bare path: the first of the settings whose sign-in comes back at all. */
export function bareServer(entries: readonly ServerEntry[]): ServerEntry | undefined {
  return entries.find(usesBrowser);
}

/**
 * The issuer whose answers come back on the bare path, without the slash that may be at its end. Nobody's as long as
 * the {@link bareServer}'s is unknown: a later server's issuer could have the browser sent on to the first one's, which
 * allows that path, and be handed the code.
 */
export function bareIssuerOf(entries: readonly ServerEntry[], learned: LearnedIssuers): string | undefined {
  const owner = bareServer(entries);
  return owner && browserIssuer(owner, learned);
}

/** The server to be asked for its issuer before the paths of others can be told. None where nobody competes for it. */
export function bareCandidates(entries: readonly ServerEntry[], learned: LearnedIssuers): readonly ServerEntry[] {
  const owner = bareServer(entries);
  const competes = entries.filter(usesBrowser).length > 1;
  return owner && competes && browserIssuer(owner, learned) === undefined ? [owner] : [];
}

/** Every redirect URI on one callback path: what a client that registers itself names (RFC 7591 section 2). */
export function redirectUrisOn(path: string, uriScheme: string, relays: readonly string[]): readonly string[] {
  const parts = { uriScheme, callbackPath: path };
  const all = [
    redirectUriOf('uri', parts),
    ...LOOPBACK_PORTS.map((port) => redirectUriOf('loopback', { ...parts, port })),
    ...relays.map((relay) => redirectUriOf('relay', { ...parts, relay })),
  ];
  return [...new Set(all)];
}

/**
 * What to register where, for all servers of the settings. Kept apart by issuer, since an issuer that allowed the path
 * of another could be made to send its codes there (RFC 9700 section 4.4).
 */
export function redirectUris(
  entries: readonly ServerEntry[],
  learned: LearnedIssuers,
  uriScheme: string,
): readonly IssuerRedirectUris[] {
  const bare = bareIssuerOf(entries, learned);
  const urisByIssuer = new Map<string | undefined, Set<string>>();
  for (const entry of entries.filter(usesBrowser)) {
    const issuer = browserIssuer(entry, learned);
    const path = issuer === undefined ? CALLBACK_PATH : pathOf(entry, issuer, bare);
    const relays = entry.relay === undefined ? [] : [entry.relay];
    const uris = urisByIssuer.get(issuer) ?? new Set();
    for (const uri of redirectUrisOn(path, uriScheme, relays)) uris.add(uri);
    urisByIssuer.set(issuer, uris);
  }
  if (urisByIssuer.size === 0) return [{ uris: redirectUrisOn(CALLBACK_PATH, uriScheme, []) }];
  return [...urisByIssuer].map(([issuer, uris]) => ({ ...(issuer === undefined ? {} : { issuer }), uris: [...uris] }));
}
