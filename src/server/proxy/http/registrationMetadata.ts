import * as z from 'zod';
import { withoutHidden } from '../../../shared/hiddenCharacters.ts';
import { briefAddress, briefText } from '../proxyAudit.ts';
import { isRedirectUri } from './redirectUris.ts';

const GRANT_TYPES = ['authorization_code', 'refresh_token'];
/** As many problems as are told of. */
const MOST_PROBLEMS = 3;

/**
 * What is kept of a registration (RFC 7591 section 2). Addresses that the proxy would fetch or show are not.
 *
 * @param own origins of the proxy
 */
export const registrationMetadata = (own: readonly string[]) =>
  z
    .object({
      redirect_uris: z
        .array(
          z
            .string()
            .max(2000)
            .refine((uri) => isRedirectUri(uri, own)),
        )
        .min(1)
        .max(20),
      client_name: z.string().max(200).optional(),
      grant_types: z.array(z.string()).default(GRANT_TYPES),
      response_types: z.array(z.literal('code')).default(['code']),
      jwks_uri: z.undefined().optional(),
      sector_identifier_uri: z.undefined().optional(),
    })
    .transform(({ redirect_uris, client_name, grant_types }) => ({
      redirect_uris,
      client_name:
        withoutHidden(client_name ?? '', ' ')
          .replace(/\s+/g, ' ')
          .trim() || 'A program without a name',
      grant_types: [...new Set(['authorization_code', ...grant_types.filter((type) => GRANT_TYPES.includes(type))])],
      response_types: ['code'],
      // Whoever registers unasked is nobody in particular, and can keep no secret.
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    }));

const NOT_FETCHED = 'nothing, since no address is fetched';
const ALLOWED: Readonly<Record<string, string>> = {
  redirect_uris:
    '1 to 20 addresses of up to 2000 characters, without user and fragment: https: on another computer, http: on this computer, ' +
    "or the callback of Incident Desk in an editor or of Cursor; of this server's own addresses the relay page alone",
  client_name: 'a text of up to 200 characters',
  grant_types: 'a list of texts',
  response_types: 'a list with nothing but "code"',
  jwks_uri: NOT_FETCHED,
  sector_identifier_uri: NOT_FETCHED,
};

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    const found = z.record(z.string(), z.unknown()).or(z.array(z.unknown())).safeParse(value).data;
    return found && Object.getOwnPropertyDescriptor(found, key)?.value;
  }, body);
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  return typeof value === 'string' ? `"${briefAddress(value)}"` : briefText(JSON.stringify(value));
}

/** What is wrong with a registration (RFC 7591 section 3.2.2): code, values, and what is allowed in their place. */
export function refusedMetadata(
  body: unknown,
  { issues }: z.core.$ZodError,
): { readonly error: string; readonly values: string; readonly allowed: string } {
  const fields = [...new Set(issues.map(({ path }) => String(path[0] ?? 'body')))];
  const values = issues
    .slice(0, MOST_PROBLEMS)
    .map(({ path }) => `${path.join('.') || 'body'} is ${shown(valueAt(body, path))}`);
  const allowed = fields.slice(0, MOST_PROBLEMS).map((field) => `${field}: ${ALLOWED[field] ?? 'a JSON object'}`);
  return {
    error: fields.includes('redirect_uris') ? 'invalid_redirect_uri' : 'invalid_client_metadata',
    values: values.join(', '),
    allowed: allowed.join('; '),
  };
}
