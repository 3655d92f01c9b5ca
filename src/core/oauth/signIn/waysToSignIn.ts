import { AppError } from '../../errors.ts';
import type { ServerEntry } from '../../serverEntry.ts';

/** How a person, or a machine, signs in. `relay` is the URI way of editors in a browser. */
export type Way = 'uri' | 'relay' | 'loopback' | 'device' | 'paste' | 'clientCredentials';

/** Where the extension runs, as far as the ways to sign in depend on it. */
export interface SignInPlace {
  readonly uiKind: 'desktop' | 'web';
  /** Whether it runs on the computer at which the person sits: not in a browser's editor, nor in a remote's host. */
  readonly onPersonsMachine: boolean;
  /** Whether the system brings addresses of the editor's own scheme to the editor. */
  readonly takesUris: boolean;
}

/** What an issuer says that it offers (RFC 8414 section 2, RFC 8628 section 4). */
export interface IssuerOffer {
  readonly issuer: string;
  readonly authorization_endpoint?: string | undefined;
  readonly device_authorization_endpoint?: string | undefined;
  readonly grant_types_supported?: readonly string[] | undefined;
}

type Place = SignInPlace & { readonly relay: boolean };

/** What a way needs of its place, to be offered unasked, and of the issuer, without which it cannot work at all. */
interface Needs {
  readonly place: Partial<Place>;
  readonly endpoint: 'authorization_endpoint' | 'device_authorization_endpoint';
  readonly grant: string;
}

const BROWSER = { endpoint: 'authorization_endpoint', grant: 'authorization_code' } as const;
const DEVICE = {
  endpoint: 'device_authorization_endpoint',
  grant: 'urn:ietf:params:oauth:grant-type:device_code',
} as const;

/** The ways that a person has, the most convenient first. Client credentials are a machine's: only if asked for. */
const WAYS: ReadonlyMap<Way, Needs> = new Map<Way, Needs>([
  ['uri', { place: { uiKind: 'desktop', takesUris: true }, ...BROWSER }],
  ['relay', { place: { uiKind: 'web', relay: true }, ...BROWSER }],
  ['loopback', { place: { uiKind: 'desktop', onPersonsMachine: true }, ...BROWSER }],
  ['device', { place: {}, ...DEVICE }],
  ['paste', { place: {}, ...BROWSER }],
]);

function fits(needs: Needs, place: Place): boolean {
  const { uiKind, onPersonsMachine, takesUris, relay } = { ...place, ...needs.place };
  return (
    uiKind === place.uiKind &&
    onPersonsMachine === place.onPersonsMachine &&
    takesUris === place.takesUris &&
    relay === place.relay
  );
}

/** A list of grants that is left out says nothing here: many issuers leave it out. */
function offers(issuer: IssuerOffer, { endpoint, grant }: Needs): boolean {
  return issuer[endpoint] !== undefined && (issuer.grant_types_supported?.includes(grant) ?? true);
}

function forcedWay({ signIn, relay }: Pick<ServerEntry, 'signIn' | 'relay'>, place: SignInPlace): Way | undefined {
  if (signIn === 'auto') return undefined;
  if (signIn !== 'uri' || place.uiKind === 'desktop') return signIn;
  if (relay === undefined) throw new AppError('relay_required');
  return 'relay';
}

/**
 * The ways to sign in to a server, the one to begin with first. The server's setting `signIn` forces one, which is then
 * the only one, wherever the extension runs.
 * @throws AppError `relay_required`, `device_not_offered`, `no_way_to_sign_in`
 */
export function waysToSignIn(
  server: Pick<ServerEntry, 'signIn' | 'relay'>,
  place: SignInPlace,
  issuer: IssuerOffer,
): readonly Way[] {
  const forced = forcedWay(server, place);
  if (forced === 'clientCredentials') return [forced];
  const here = { ...place, relay: server.relay !== undefined };
  const ways = [...WAYS]
    .filter(([way, needs]) => (forced === undefined ? fits(needs, here) : way === forced) && offers(issuer, needs))
    .map(([way]) => way);
  if (ways.length > 0) return ways;
  throw new AppError(forced === 'device' ? 'device_not_offered' : 'no_way_to_sign_in', { issuer: issuer.issuer });
}
