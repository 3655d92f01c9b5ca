import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { sendJson, sendManagementError, sendOktaError, sendRedirect } from './answers.ts';
import { decideAuthorize, scopeWords } from './authorizeRequest.ts';
import { authenticateClient } from './clientAuthentication.ts';
import { introspect } from './introspection.ts';
import type { IssuedTokens } from './issuedTokens.ts';
import { checkProof } from './dpop.ts';
import { answerTokenExchange, TOKEN_EXCHANGE } from './identityAssertion.ts';
import { answerLogin } from './login.ts';
import { answerLogout } from './logout.ts';
import { metadata, metadataPaths } from './metadata.ts';
import { OKTA_ERROR } from './oktaErrors.ts';
import type { OktaError } from './oktaErrors.ts';
import type { Settings } from './options.ts';
import { messagePage } from './pages/messagePage.ts';
import { sendPage } from './pages/sendPage.ts';
import { mayRegister } from './registration.ts';
import { checkMachineScopes, checkPoll, checkTokenForm } from './tokenRequest.ts';
import type { Store } from './store.ts';
import { answerUserInfo } from './userInfo.ts';

/** One request, with its body already read. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly form: URLSearchParams;
  /** Hands the request to oidc-provider, with another query or form where given. */
  readonly forward: (changed?: {
    readonly path?: string;
    readonly query?: URLSearchParams;
    readonly form?: URLSearchParams;
  }) => void;
}

/** What the routes work with. */
export interface Parts {
  readonly settings: Settings;
  readonly provider: Provider;
  readonly tokens: IssuedTokens;
  readonly store: Store;
}

type Route = (parts: Parts, exchange: Exchange) => Promise<void> | void;

async function authorize({ settings, provider }: Parts, { response, url, forward }: Exchange): Promise<void> {
  const client = await provider.Client.find(url.searchParams.get('client_id') ?? '');
  const known = client && {
    redirectUris: client.redirectUris ?? [],
    isPublic: client.tokenEndpointAuthMethod === 'none',
  };
  const decision = decideAuthorize(settings, known, url.searchParams);
  if (decision.kind === 'forward') forward({ query: decision.query });
  else if (decision.kind === 'redirect') sendRedirect(response, decision.location);
  else sendPage(response, 400, messagePage('400 – Your request resulted in an error', decision.message));
}

/** The form of a client that signed an assertion, with the secret in its place that oidc-provider knows it by. */
async function withSecret(parts: Parts, exchange: Exchange): Promise<OktaError | URLSearchParams> {
  const { form } = exchange;
  if (!form.has('client_assertion')) return form;
  const clientId = await authenticateClient(parts, exchange);
  if (typeof clientId !== 'string') return clientId;
  const client = await parts.provider.Client.find(clientId);
  const changed = new URLSearchParams(form);
  for (const name of ['client_assertion', 'client_assertion_type']) changed.delete(name);
  changed.set('client_id', clientId);
  changed.set('client_secret', client?.clientSecret ?? '');
  return changed;
}

async function token(parts: Parts, exchange: Exchange): Promise<void> {
  const { settings, provider, store } = parts;
  const { request, response, forward } = exchange;
  if (exchange.form.get('grant_type') === TOKEN_EXCHANGE) return answerTokenExchange(parts, exchange);
  const form = await withSecret(parts, exchange);
  if (!(form instanceof URLSearchParams)) return sendOktaError(response, form);
  const failure = checkMachineScopes(form) ?? checkProof(settings, request.headers) ?? checkPoll(settings, store, form);
  if (failure) return sendOktaError(response, failure);
  const refresh = await provider.RefreshToken.find(form.get('refresh_token') ?? '', { ignoreExpiration: true });
  const checked = checkTokenForm(settings, form, refresh && scopeWords(refresh.scope ?? ''));
  if (checked instanceof URLSearchParams) forward({ form: checked });
  else sendOktaError(response, checked);
}

function device({ settings }: Parts, { response, form, forward }: Exchange): void {
  const checked = checkTokenForm(settings, form, undefined);
  if (checked instanceof URLSearchParams) forward({ form: checked });
  else sendOktaError(response, checked);
}

async function withToken(
  parts: Parts,
  exchange: Exchange,
  answer: (token: string, clientId: string) => Promise<void>,
): Promise<void> {
  const { response, form } = exchange;
  const client = await authenticateClient(parts, exchange);
  if (typeof client !== 'string') return sendOktaError(response, client);
  const value = form.get('token');
  if (value === null) return sendOktaError(response, OKTA_ERROR.token);
  return answer(value, client);
}

async function introspection(parts: Parts, exchange: Exchange): Promise<void> {
  await withToken(parts, exchange, async (value) => {
    sendJson(exchange.response, 200, await introspect(parts.settings, parts.provider, parts.tokens, value));
  });
}

async function revocation(parts: Parts, exchange: Exchange): Promise<void> {
  await withToken(parts, exchange, async (value, clientId) => {
    await parts.tokens.revoke(value, clientId);
    exchange.response.writeHead(200, { 'content-length': 0 }).end();
  });
}

function logout(parts: Parts, { request, response, url, form }: Exchange): Promise<void> {
  const query = request.method === 'POST' ? form : url.searchParams;
  return answerLogout(parts.settings, parts, { request, response, query });
}

function register({ settings }: Parts, { request, response, forward }: Exchange): void {
  if (mayRegister(settings, request, response)) forward({ path: '/v1/clients' });
}

function login({ settings, provider }: Parts, { request, response, url, form }: Exchange): Promise<void> {
  const sent = request.method === 'POST' ? form : undefined;
  return answerLogin(settings, provider, { request, response, path: url.pathname, form: sent });
}

function forwardUnchanged(_parts: Parts, { forward }: Exchange): void {
  forward();
}

/** The route for a request; undefined for an address that Okta does not have. */
export function findRoute(settings: Settings, method: string, path: string): Route | undefined {
  const read = method === 'GET' || method === 'HEAD';
  if (read && metadataPaths(settings).includes(path)) {
    return (_parts, { response }) => sendJson(response, 200, metadata(settings));
  }
  const routes: Readonly<Record<string, Route>> = {
    'GET /v1/authorize': authorize,
    'GET /v1/keys': forwardUnchanged,
    'POST /v1/token': token,
    'POST /v1/device/authorize': device,
    'POST /v1/introspect': introspection,
    'POST /v1/revoke': revocation,
    'GET /v1/logout': logout,
    'POST /v1/logout': logout,
    'GET /v1/userinfo': answerUserInfo,
    'POST /v1/userinfo': answerUserInfo,
  };
  if (path.startsWith(`${settings.prefix}/`)) {
    const rest = path.slice(settings.prefix.length);
    if (read && /^\/(v1\/authorize|activate)\/[\w-]+$/.test(rest)) return forwardUnchanged;
    return rest === '/activate' ? forwardUnchanged : routes[`${read ? 'GET' : method} ${rest}`];
  }
  if (path === '/oauth2/v1/clients' && method === 'POST') return register;
  if (path === '/activate' && read) {
    return (_parts, { response, url }) => sendRedirect(response, `${settings.issuer}/activate${url.search}`);
  }
  return /^\/login\/[\w-]+$/.test(path) ? login : undefined;
}

/** Answers an address that Okta does not have. */
export function notFound(response: ServerResponse): void {
  sendManagementError(response, 404, 'E0000007', 'Not found: Resource not found');
}
