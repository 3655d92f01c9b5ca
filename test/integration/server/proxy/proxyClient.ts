import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { CookieJar } from '../../support/loginByForm.ts';

const clientSchema = z.looseObject({ client_id: z.string(), redirect_uris: z.array(z.string()) });
const tokensSchema = z.looseObject({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  scope: z.string().optional(),
  expires_in: z.number(),
});
export type Tokens = z.infer<typeof tokensSchema>;

/** Where a proxy is, and the server that its tokens are for. */
export interface ProxyAddress {
  readonly origin: string;
  readonly server: { readonly url: string };
}

/** A client by hand, so that a test can do each step wrongly. */
export interface ProxyClient {
  readonly id: string;
  readonly redirectUri: string;
  readonly verifier: string;
}

/** Asks the proxy to register a client. */
export function requestRegistration(
  world: ProxyAddress,
  metadata: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${world.origin}/oauth2/v1/clients`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(metadata),
  });
}

export async function registerClient(
  world: ProxyAddress,
  name = 'Good Editor',
  redirectUri = 'http://127.0.0.1:7777/callback',
): Promise<ProxyClient> {
  const response = await requestRegistration(world, { client_name: name, redirect_uris: [redirectUri] });
  assert.equal(response.status, 201, await response.clone().text());
  const { client_id: id } = clientSchema.parse(await response.json());
  return { id, redirectUri, verifier: randomBytes(32).toString('base64url') };
}

/** The address that a client sends the browser to. */
export function authorizeUrl(world: ProxyAddress, client: ProxyClient, changes: Record<string, string> = {}): URL {
  const url = new URL('/oauth2/v1/authorize', world.origin);
  const parameters = {
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: 'incidents:read incidents:write',
    state: 'of-the-client',
    code_challenge: createHash('sha256').update(client.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    resource: world.server.url,
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== '') url.searchParams.set(name, value);
  return url;
}

/** Where a response leads. */
export function locationOf(response: Response, from: URL | string): URL {
  const location = response.headers.get('location');
  assert.ok(location !== null, `${response.status} leads nowhere`);
  return new URL(location, from);
}

/** The consent page that an authorization request ends at, with its form. */
export async function openConsent(
  jar: CookieJar,
  url: URL,
): Promise<{ page: URL; html: string; token: string; response: Response }> {
  const page = locationOf(await jar.fetch(url), url);
  const response = await jar.fetch(page);
  const html = await response.text();
  const token = /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';
  return { page, html, token, response };
}

/** Sends the form of the consent page. */
export function answerConsent(
  jar: CookieJar,
  page: URL,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return jar.fetch(page, {
    method: 'POST',
    headers: { origin: page.origin, ...headers },
    body: new URLSearchParams(form),
  });
}

/** Agrees, and signs in at Okta: gives its answer to the proxy, which is not fetched. */
export async function signInAtOkta(jar: CookieJar, page: URL, token: string, person = 'engineer'): Promise<URL> {
  const agreed = await answerConsent(jar, page, { token, decision: 'allow' });
  assert.equal(agreed.status, 303);
  let url = locationOf(agreed, page);
  for (let step = 0; step < 10; step += 1) {
    if (url.origin === page.origin) return url;
    const isLogin = url.pathname.startsWith('/login/');
    const response = await jar.fetch(url);
    await response.clone().arrayBuffer();
    const next =
      isLogin && response.status === 200
        ? await jar.fetch(url, { method: 'POST', body: new URLSearchParams({ person }) })
        : response;
    url = locationOf(next, url);
  }
  throw new Error(`Okta did not come to an end at ${url.pathname}`);
}

/** Follows the proxy's own redirects to the address of the client. */
export async function followToClient(jar: CookieJar, from: URL): Promise<URL> {
  let url = from;
  while (url.origin === from.origin) url = locationOf(await jar.fetch(url), url);
  return url;
}

/** The whole way: gives the answer that the client gets. */
export async function authorize(
  world: ProxyAddress,
  client: ProxyClient,
  options: { jar?: CookieJar; person?: string; changes?: Record<string, string> } = {},
): Promise<URL> {
  const { jar = new CookieJar(), person = 'engineer', changes = {} } = options;
  const { page, token } = await openConsent(jar, authorizeUrl(world, client, changes));
  return followToClient(jar, await signInAtOkta(jar, page, token, person));
}

/** Sends a form to one of the proxy's endpoints. */
export function postForm(
  world: ProxyAddress,
  endpoint: 'token' | 'revoke',
  form: Record<string, string>,
): Promise<Response> {
  return fetch(`${world.origin}/oauth2/v1/${endpoint}`, { method: 'POST', body: new URLSearchParams(form) });
}

/** Redeems the code of an answer. */
export function redeem(
  world: ProxyAddress,
  client: ProxyClient,
  answer: URL,
  changes: Record<string, string> = {},
): Promise<Response> {
  return postForm(world, 'token', {
    grant_type: 'authorization_code',
    client_id: client.id,
    code: answer.searchParams.get('code') ?? '',
    redirect_uri: client.redirectUri,
    code_verifier: client.verifier,
    ...changes,
  });
}

export function refresh(world: ProxyAddress, client: ProxyClient, { refresh_token = '' }: Tokens): Promise<Response> {
  return postForm(world, 'token', { grant_type: 'refresh_token', client_id: client.id, refresh_token });
}

/** The tokens of an answer that must hold some. */
export async function tokensOf(response: Response): Promise<Tokens> {
  assert.equal(response.status, 200, await response.clone().text());
  return tokensSchema.parse(await response.json());
}

/** Status and error of an answer that must hold one, such as `400 invalid_grant`. */
export async function errorOf(response: Response): Promise<string> {
  return `${response.status} ${z.looseObject({ error: z.string() }).parse(await response.json()).error}`;
}

/** Status and words of a page of the proxy that leads nowhere. */
export async function refusalOf(response: Response): Promise<string> {
  assert.equal(response.headers.get('location'), null);
  const words = /<div role="alert"><p>(.*?)<\/p>/.exec(await response.text())?.[1];
  return `${response.status} ${words ?? 'with no words'}`;
}

/** Registers a client and signs somebody in. */
export async function signedInClient(
  world: ProxyAddress,
  person = 'engineer',
): Promise<{ readonly client: ProxyClient; readonly tokens: Tokens }> {
  const client = await registerClient(world);
  const tokens = await tokensOf(await redeem(world, client, await authorize(world, client, { person })));
  return { client, tokens };
}
