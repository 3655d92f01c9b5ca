import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen } from '../../server/http/listen.ts';
import { EXTENSION_REDIRECT_URIS } from '../../shared/redirectUris.ts';
import { sendJson } from './answers.ts';
import { IssuedTokens } from './issuedTokens.ts';
import { loadKeys } from './keys.ts';
import { createOidcProvider } from './oidcProvider.ts';
import { OKTA_TIMES_TO_LIVE } from './options.ts';
import type { AuthorizationServer, AuthorizationServerOptions, Settings } from './options.ts';
import { DEMO_PEOPLE } from './people.ts';
import { readBody, withBody } from './readForm.ts';
import { RequestLog } from './requestLog.ts';
import { findRoute, notFound } from './routes.ts';
import type { Exchange, Parts } from './routes.ts';
import { Store } from './store.ts';

/** Path of the custom authorization server `default`, as in Okta. */
const PREFIX = '/oauth2/default';

function completeSettings(options: AuthorizationServerOptions, port: number): Settings {
  const origin = `http://127.0.0.1:${port}`;
  return {
    ttl: { ...OKTA_TIMES_TO_LIVE, ...options.ttl },
    graceSeconds: options.graceSeconds ?? 30,
    clock: options.clock ?? Date.now,
    people: options.people ?? DEMO_PEOPLE,
    clientId: options.clientId ?? '0oa4incidentdesk0x5d7',
    audience: options.audience ?? 'https://mcp-incidents-api',
    redirectUris: [...EXTENSION_REDIRECT_URIS, ...(options.redirectUris ?? [])],
    postLogoutRedirectUris: options.postLogoutRedirectUris ?? [],
    serviceClients: options.serviceClients ?? [],
    deviceInterval: options.deviceInterval ?? 5,
    managedConnections: options.managedConnections ?? [],
    requireDpop: options.requireDpop ?? false,
    rejectResource: options.rejectResource ?? false,
    singleSignOn: options.singleSignOn ?? true,
    registrationToken: options.registrationToken,
    origin,
    prefix: PREFIX,
    issuer: origin + PREFIX,
  };
}

type Answer = ReturnType<Parts['provider']['callback']>;

/** Hands a request to oidc-provider as if it were mounted below the prefix. */
function forwarder(
  callback: Answer,
  exchange: { request: IncomingMessage; response: ServerResponse; url: URL; body: string },
): Exchange['forward'] {
  const { request, response, url, body } = exchange;
  return (changed = {}) => {
    const path = changed.path ?? url.pathname.slice(PREFIX.length);
    const query = (changed.query ?? url.searchParams).toString();
    const copy = withBody(request, query === '' ? path : `${path}?${query}`, changed.form?.toString() ?? body);
    void callback(Object.assign(copy, { baseUrl: PREFIX, originalUrl: PREFIX + String(copy.url) }), response);
  };
}

interface IncomingExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly note: (grantType: string) => void;
}

async function answer(
  parts: Parts,
  callback: Answer,
  { request, response, url, note }: IncomingExchange,
): Promise<void> {
  const route = findRoute(parts.settings, request.method ?? 'GET', url.pathname);
  if (!route) return notFound(response);
  const body = await readBody(request);
  if (body === undefined) return sendJson(response, 413, { error: 'invalid_request' });
  const form = new URLSearchParams(body);
  const grantType = form.get('grant_type');
  if (grantType !== null) note(grantType);
  const forward = forwarder(callback, { request, response, url, body });
  return route(parts, { request, response, url, form, forward });
}

/** The pages that an editor opens in a person's browser. */
const OPENED_PAGES = [`${PREFIX}/v1/authorize`, `${PREFIX}/v1/logout`, '/activate'];

/**
 * Sends a browser that came to the login by another name on to our own address: code-server opens every loopback
 * address through its `/proxy/<port>/`. Nothing else is answered there.
 */
function toOurAddress(request: IncomingMessage, response: ServerResponse, url: URL): void {
  if (request.method !== 'GET' || !OPENED_PAGES.includes(url.pathname)) return notFound(response);
  response.writeHead(302, { location: url.href, 'cache-control': 'no-store' }).end();
}

/**
 * Starts the local stand-in for Okta on loopback: the custom authorization server `default`, as strict as Okta, with
 * a login page that lets one choose a person. See {@link AuthorizationServerOptions}.
 */
export async function startAuthorizationServer(options: AuthorizationServerOptions = {}): Promise<AuthorizationServer> {
  const store = new Store(options.databasePath ?? ':memory:');
  const keys = await loadKeys(store);
  const http = createServer();
  const { port, close } = await listen(http, options.port ?? 0).catch((error: unknown) => {
    store.close();
    throw error;
  });
  const settings = completeSettings(options, port);
  store.purge(settings.clock());
  const provider = createOidcProvider(settings, store, keys);
  const parts: Parts = { settings, provider, tokens: new IssuedTokens(settings, store, keys), store };
  const callback = provider.callback();
  const log = new RequestLog();
  http.on('request', (request, response) => {
    const url = URL.parse(request.url ?? '', settings.origin);
    // A name that was made to point here must not reach the people's sessions.
    const isOurs = [`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.host ?? '');
    if (url?.origin !== settings.origin) return notFound(response);
    if (!isOurs) return toOurAddress(request, response, url);
    const note = log.watch(request, response, { path: url.pathname, clock: settings.clock });
    if (options.intercept?.(request, response, url.pathname) === true) return;
    answer(parts, callback, { request, response, url, note }).catch(() => {
      if (!response.headersSent) sendJson(response, 500, { error: 'server_error' });
      else response.destroy();
    });
  });
  return {
    origin: settings.origin,
    issuer: settings.issuer,
    clientId: settings.clientId,
    audience: settings.audience,
    requests: log.records,
    close: async () => {
      await close();
      store.close();
    },
  };
}
