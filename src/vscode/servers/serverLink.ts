import { AppError, isAppError } from '../../core/errors.ts';
import type { NewServerEntry, ServerEntry } from '../../core/serverEntry.ts';
import { labelText } from '../../core/shownText.ts';
import { EDITOR_SCHEMES, EXTENSION_ID } from '../../shared/names.ts';
import { decodedValue, linkPairs } from '../links/linkQuery.ts';
import { ADD_SERVER_PATH } from './addServerPath.ts';
import { parseServers, type SettingsProblem } from '../settings/parseServers.ts';

/** What is wrong with an add-server link: argument `problem` of `server_link_invalid`. */
export type LinkProblem = SettingsProblem | 'too_long' | 'repeated' | 'unknown_parameter' | 'not_plain';

const LINK_LENGTH = 4000;
const NAME_LENGTH = 60;
const PARAMETERS = [
  'name',
  'url',
  'issuer',
  'clientId',
  'scopes',
  'signIn',
  'resource',
  'relay',
  'identityProviderIssuer',
  'identityProviderClientId',
] as const;
type Parameter = (typeof PARAMETERS)[number];
/** Parameters in which a `+` stands for a space, as forms encode it. */
const PROSE: readonly Parameter[] = ['name', 'scopes'];
/** What could be shown as something else than is used. A name may hold more: it is shown, never followed. */
const PLAIN = /^[\x20-\x7e]*$/;
/** What would tear the query apart once VS Code has decoded it. */
const DIVIDERS = /[%&=#+]/g;

/** The link by which `entry` can be added to another editor. It holds no secret: an entry has none. */
export function formatServerLink(entry: ServerEntry, uriScheme: string): string {
  const { identityProvider, scopes, signIn, resource } = entry;
  const values: Record<Parameter, string | undefined> = {
    name: entry.name,
    url: entry.url,
    issuer: entry.issuer,
    clientId: entry.clientId,
    scopes: scopes?.join(' '),
    signIn: signIn === 'auto' ? undefined : signIn,
    resource: resource === 'auto' ? undefined : resource,
    relay: entry.relay,
    identityProviderIssuer: identityProvider?.issuer,
    identityProviderClientId: identityProvider?.clientId,
  };
  const pairs = PARAMETERS.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value.replace(DIVIDERS, encodeURIComponent))}`];
  });
  return `${uriScheme}://${EXTENSION_ID}${ADD_SERVER_PATH}?${pairs.join('&')}`;
}

/** The query of a text that is an add-server link of any editor, decoded once as VS Code does; undefined for others. */
export function serverLinkQuery(text: string): string | undefined {
  if (text.length > LINK_LENGTH * 3 || !URL.canParse(text)) return undefined;
  const { protocol, host, pathname, search } = new URL(text);
  const isOurs = EDITOR_SCHEMES.some((scheme) => `${scheme}:` === protocol) && host.toLowerCase() === EXTENSION_ID;
  return isOurs && pathname === ADD_SERVER_PATH ? decodedValue(search.slice(1)) : undefined;
}

/**
 * The entry that a link describes, checked as the settings are. `query` has been decoded once, by VS Code.
 * @throws AppError `server_link_invalid` that names the first wrong parameter
 */
export function parseServerLink(query: string): NewServerEntry {
  if (query.length > LINK_LENGTH) throw invalid('link', 'too_long');
  const { scopes, identityProviderIssuer, identityProviderClientId, ...values } = valuesOf(query);
  const withProvider = identityProviderIssuer !== undefined || identityProviderClientId !== undefined;
  const identityProvider = {
    ...(identityProviderIssuer === undefined ? {} : { issuer: identityProviderIssuer }),
    ...(identityProviderClientId === undefined ? {} : { clientId: identityProviderClientId }),
  };
  const raw = {
    ...values,
    ...(scopes === undefined ? {} : { scopes: scopes.split(' ').filter((scope) => scope !== '') }),
    ...(withProvider ? { identityProvider } : {}),
  };
  return withoutDefaults(checked(raw));
}

function valuesOf(query: string): Partial<Record<Parameter, string>> {
  const values = new Map<Parameter, string>();
  for (const [given, text] of linkPairs(query)) {
    const name = PARAMETERS.find((parameter) => parameter === given);
    if (!name) throw invalid(labelText(given, NAME_LENGTH), 'unknown_parameter');
    if (values.has(name)) throw invalid(name, 'repeated');
    values.set(name, plainValue(name, PROSE.includes(name) ? text.replaceAll('+', ' ') : text));
  }
  return Object.fromEntries(values);
}

function plainValue(name: Parameter, text: string): string {
  const value = decodedValue(text);
  if (name !== 'name' && !PLAIN.test(value)) throw invalid(name, 'not_plain');
  if (name === 'name' && labelText(value) !== value.trim()) throw invalid(name, 'not_plain');
  if (name === 'name' && value.length > NAME_LENGTH) throw invalid(name, 'too_long');
  return value;
}

function checked(raw: unknown): ServerEntry {
  try {
    const [entry] = parseServers([raw]);
    if (entry) return entry;
  } catch (error) {
    if (!isAppError(error, 'invalid_settings')) throw error;
    const field = (error.args['field'] ?? '').replace(/^.*?\[0\]\.?/, '');
    throw new AppError('server_link_invalid', { ...error.args, field }, { cause: error });
  }
  throw invalid('link', 'missing');
}

function withoutDefaults({ signIn, resource, ...entry }: ServerEntry): NewServerEntry {
  return { ...entry, ...(signIn === 'auto' ? {} : { signIn }), ...(resource === 'auto' ? {} : { resource }) };
}

function invalid(field: string, problem: LinkProblem): AppError {
  return new AppError('server_link_invalid', { field, problem });
}
