import * as z from 'zod/mini';
import { isLoopbackHostname } from '../../../shared/loopback.ts';
import { AppError, isOffline } from '../../errors.ts';
import { parsedJson } from '../../json.ts';
import { labelText } from '../../shownText.ts';
import type { ClientAuthentication } from './clientAuthentication.ts';
import { guardedRequest } from '../discovery/guardedFetch.ts';
import type { Guard } from '../discovery/guardedFetch.ts';
import type { IssuerMetadata } from '../discovery/issuerMetadata.ts';
import type { RegisteredClient } from './registrations.ts';
import { withoutNulls } from '../discovery/withoutNulls.ts';

/** What a client is registered for. */
export interface Registration {
  readonly issuer: string;
  readonly metadata: IssuerMetadata;
  readonly redirectUris: readonly string[];
  /** All that it may ever ask for. */
  readonly scopes: readonly string[];
}

const CLIENT_NAME = 'Incident Desk';
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
/** Answers of an endpoint that registers nobody, or only those who bring a token (RFC 7591 section 3). */
const CLOSED = [401, 403, 404, 405, 410, 501];
/** RFC 7591 section 3.2.2; some say the second where they mean the first. */
const REDIRECT_REFUSALS = ['invalid_redirect_uri', 'invalid_client_metadata'];
/** In the order of preference; a native application can keep no secret that came with it. */
const METHODS = ['none', 'client_secret_basic', 'client_secret_post'] as const;
type Method = (typeof METHODS)[number];

const answerSchema = z.object({
  // VSCHAR of RFC 6749, appendix A.1 and A.2.
  client_id: z.string().check(z.regex(/^[\x20-\x7e]{1,2048}$/)),
  client_secret: z.exactOptional(z.string().check(z.regex(/^[\x20-\x7e]{1,4096}$/))),
  client_secret_expires_at: z.exactOptional(z.number()),
  token_endpoint_auth_method: z.exactOptional(z.string()),
  redirect_uris: z.exactOptional(z.array(z.string())),
});
type Answer = z.infer<typeof answerSchema>;

const refusalSchema = z.object({
  error: z.string().check(z.minLength(1)),
  error_description: z._default(z.string(), ''),
});

function failed(issuer: string, error: string, description = ''): AppError {
  return new AppError('registration_failed', {
    issuer,
    error: labelText(error, 100),
    description: labelText(description, 500),
  });
}

/** RFC 8414 section 2: an issuer that lists no method knows the basic one. */
function methodsOf({ token_endpoint_auth_methods_supported: listed }: IssuerMetadata): readonly Method[] {
  return listed ? METHODS.filter((method) => listed.includes(method)) : METHODS;
}

function requestBody({ metadata, scopes }: Registration, redirectUris: readonly string[]): string {
  const device = metadata.device_authorization_endpoint === undefined ? [] : [DEVICE_GRANT];
  return JSON.stringify({
    client_name: CLIENT_NAME,
    application_type: 'native',
    redirect_uris: redirectUris,
    grant_types: ['authorization_code', 'refresh_token', ...device],
    response_types: ['code'],
    token_endpoint_auth_method: methodsOf(metadata)[0] ?? 'none',
    ...(scopes.length > 0 ? { scope: scopes.join(' ') } : {}),
  });
}

function authenticationOf(answer: Answer, { issuer, metadata }: Registration): ClientAuthentication {
  const { client_secret: secret, token_endpoint_auth_method: said } = answer;
  const methods = methodsOf(metadata);
  // A secret beside no method: used where the issuer lists a way to, since it may insist.
  const listed = metadata.token_endpoint_auth_methods_supported ? methods : METHODS.slice(1);
  const method = said ?? (secret === undefined ? 'none' : (listed.find((one) => one !== 'none') ?? 'none'));
  if (method === 'none') return { method };
  if ((method === 'client_secret_basic' || method === 'client_secret_post') && secret !== undefined) {
    return { method, secret };
  }
  throw failed(issuer, 'token_endpoint_auth_method', method);
}

function clientOf(answer: Answer, registration: Registration, asked: readonly string[]): RegisteredClient {
  const kept = answer.redirect_uris ?? asked;
  const redirectUris = asked.filter((uri) => kept.includes(uri));
  if (redirectUris.length === 0) throw failed(registration.issuer, 'invalid_redirect_uri');
  const authentication = authenticationOf(answer, registration);
  const expires = authentication.method === 'none' ? 0 : (answer.client_secret_expires_at ?? 0);
  return {
    clientId: answer.client_id,
    authentication,
    askedRedirectUris: registration.redirectUris,
    redirectUris,
    ...(expires > 0 ? { expiresAt: expires * 1000 } : {}),
  };
}

async function post(guard: Guard, registration: Registration, redirectUris: readonly string[]): Promise<Response> {
  const { issuer, metadata } = registration;
  try {
    return await guardedRequest(guard, metadata.registration_endpoint ?? '', {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: requestBody(registration, redirectUris),
    });
  } catch (error) {
    if (!isOffline(error)) throw error;
    throw new AppError('issuer_unreachable', { issuer }, { cause: error });
  }
}

/** The ones of MCP's letter: https, or http on loopback. */
function isWebAddress(uri: string): boolean {
  const url = URL.parse(uri);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHostname(url.hostname));
}

/**
 * Registers the extension at an issuer as a native application (RFC 7591): a public client, unless the issuer insists
 * on a secret. One that knows no custom schemes is asked again with the web addresses alone. Absent where the issuer
 * registers nobody unasked.
 * @throws AppError `registration_failed`, `issuer_unreachable`, `address_refused`
 */
export async function registerClient(guard: Guard, registration: Registration): Promise<RegisteredClient | undefined> {
  const { issuer } = registration;
  const web = registration.redirectUris.filter(isWebAddress);
  const attempts = [registration.redirectUris, ...(web.length < registration.redirectUris.length ? [web] : [])];
  let refusal = failed(issuer, 'invalid_redirect_uri');
  for (const redirectUris of attempts.filter((uris) => uris.length > 0)) {
    const response = await post(guard, registration, redirectUris);
    if (CLOSED.includes(response.status)) return undefined;
    if (response.status === 429 || response.status >= 500) throw new AppError('issuer_unreachable', { issuer });
    const json = withoutNulls(parsedJson(await response.text()));
    const answer = answerSchema.safeParse(json);
    if (response.ok && answer.success) return clientOf(answer.data, registration, redirectUris);
    const said = refusalSchema.safeParse(json).data;
    refusal = failed(issuer, said?.error ?? `status ${response.status}`, said?.error_description);
    if (!REDIRECT_REFUSALS.includes(refusal.args['error'] ?? '')) break;
  }
  throw refusal;
}
