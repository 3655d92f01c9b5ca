import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { SignJWT, createRemoteJWKSet, errors, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

/** How the issuer is set up. */
export interface AssertionIssuerOptions {
  /** Issuer whose assertions are taken. */
  readonly provider: () => string;
  /** The extension's client id here. */
  readonly clientId: string;
  /** `aud` of its access tokens. */
  readonly audience: string;
  /** Address of the server that assertions must be for. */
  readonly resource: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Members of the metadata document to change; undefined takes one out. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** An MCP server's own issuer: no login page, access tokens for a company's identity assertions alone. */
export interface AssertionIssuer extends Peer {
  /** How many access tokens it gave. */
  readonly issued: () => number;
  /** Refuses all assertions with this error from now on; undefined ends that. */
  refuseWith(error: string | undefined): void;
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Seconds. */
const LIFETIME = 3600;

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** Starts the issuer. It checks assertions as the Identity Assertion JWT Authorization Grant section 4.4.1 has it. */
export async function startAssertionIssuer(options: AssertionIssuerOptions): Promise<AssertionIssuer> {
  const { clientId, audience, now } = options;
  const pair = await generateKeyPair('RS256');
  const keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] };
  const used = new Set<string>();
  let issued = 0;
  let refusal: string | undefined;

  async function verified(form: URLSearchParams): Promise<JWTPayload | undefined> {
    const provider = options.provider();
    try {
      const keysOfProvider = createRemoteJWKSet(new URL(`${provider}/v1/keys`));
      const { payload } = await jwtVerify(form.get('assertion') ?? '', keysOfProvider, {
        issuer: provider,
        audience: peer.url,
        typ: 'oauth-id-jag+jwt',
        currentDate: new Date(now()),
        requiredClaims: ['exp', 'jti', 'sub'],
      });
      const right = payload['client_id'] === clientId && payload['resource'] === options.resource();
      if (!right || used.has(payload.jti ?? '')) return undefined;
      used.add(payload.jti ?? '');
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    if (form.get('grant_type') !== JWT_BEARER) return send(response, 400, { error: 'unsupported_grant_type' });
    if (form.get('client_id') !== clientId) return send(response, 401, { error: 'invalid_client' });
    if (refusal !== undefined) return send(response, refusal === 'server_error' ? 500 : 400, { error: refusal });
    const assertion = await verified(form);
    if (!assertion) return send(response, 400, { error: 'invalid_grant' });
    const scope = typeof assertion['scope'] === 'string' ? assertion['scope'] : '';
    const iat = Math.floor(now() / 1000);
    const claims = {
      sub: assertion.sub ?? '',
      cid: clientId,
      scp: scope.split(' ').filter(Boolean),
      jti: `AT.${++issued}`,
    };
    const accessToken = await new SignJWT({ ...claims, iss: peer.url, aud: audience, iat, exp: iat + LIFETIME })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(pair.privateKey);
    send(response, 200, { access_token: accessToken, token_type: 'Bearer', expires_in: LIFETIME, scope });
  }

  const server = createServer((request, response) => {
    const metadata = {
      issuer: peer.url,
      token_endpoint: `${peer.url}/v1/token`,
      jwks_uri: `${peer.url}/v1/keys`,
      grant_types_supported: [JWT_BEARER],
      authorization_grant_profiles_supported: ['urn:ietf:params:oauth:grant-profile:id-jag'],
      token_endpoint_auth_methods_supported: ['none'],
      ...options.metadata,
    };
    if (request.url === '/.well-known/oauth-authorization-server/as') send(response, 200, metadata);
    else if (request.url === '/as/v1/keys') send(response, 200, keys);
    else if (request.url === '/as/v1/token') {
      token(request, response).catch(() => send(response, 500, { error: 'server_error' }));
    } else send(response, 404, { error: 'not_found' });
  });
  const peer = await listen(server, '/as');
  return {
    ...peer,
    issued: () => issued,
    refuseWith: (error) => {
      refusal = error;
    },
  };
}
