import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

const requestSchema = z.looseObject({
  redirect_uris: z.array(z.string()).min(1),
  token_endpoint_auth_method: z.string(),
  application_type: z.string(),
});

/** How clients prove themselves at the token endpoint. */
export type Method = 'none' | 'client_secret_basic' | 'client_secret_post';

/** What a {@link RegisteringIssuer} does, changed at any time. */
export interface IssuerHabits {
  /** Methods that it lists; it gives every client the first one. */
  methods: readonly Method[];
  /** Whether it lists and sends `iss` (RFC 9207). */
  sendsIss: boolean;
  /** Whether it takes redirect URIs of custom schemes. */
  takesSchemes: boolean;
  /** When secrets end, in seconds since 1970; 0 for never. */
  secretExpiresAt: number;
  /** Answers a registration in its stead. */
  register: ((response: ServerResponse) => void) | undefined;
  /** Over its metadata. */
  metadata: Readonly<Record<string, unknown>>;
}

/** An authorization server that registers whoever asks (RFC 7591) and has one person who agrees to everything. */
export interface RegisteringIssuer extends Peer {
  readonly habits: IssuerHabits;
  /** Bodies of the registrations, oldest first. */
  readonly registrations: z.infer<typeof requestSchema>[];
  /** Client ids at the token endpoint, with the method that proved them. */
  readonly redeemed: { readonly clientId: string; readonly method: Method }[];
}

interface Client {
  readonly method: Method;
  readonly secret: string;
  readonly redirectUris: readonly string[];
}

interface Code {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function credentialsOf(request: IncomingMessage, form: URLSearchParams) {
  const [, basic] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  if (basic !== undefined) {
    const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
    return { id, secret, method: 'client_secret_basic' as const };
  }
  const secret = form.get('client_secret');
  const method: Method = secret === null ? 'none' : 'client_secret_post';
  return { id: form.get('client_id') ?? '', secret: secret ?? '', method };
}

/** Starts a {@link RegisteringIssuer}; its issuer is the address without a path. */
export async function startRegisteringIssuer(): Promise<RegisteringIssuer> {
  const clients = new Map<string, Client>();
  const codes = new Map<string, Code>();
  const registrations: z.infer<typeof requestSchema>[] = [];
  const redeemed: { clientId: string; method: Method }[] = [];
  const habits: IssuerHabits = {
    methods: ['none'],
    sendsIss: false,
    takesSchemes: true,
    secretExpiresAt: 0,
    register: undefined,
    metadata: {},
  };

  async function register(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = requestSchema.safeParse(JSON.parse(await text(request)));
    if (!asked.success) return send(response, 400, { error: 'invalid_client_metadata' });
    registrations.push(asked.data);
    if (habits.register) return habits.register(response);
    const { redirect_uris: redirectUris } = asked.data;
    if (!habits.takesSchemes && redirectUris.some((uri) => !/^https?:/.test(uri))) {
      return send(response, 400, { error: 'invalid_redirect_uri', error_description: 'Web addresses only' });
    }
    const [method = 'none'] = habits.methods;
    const clientId = `client-${randomUUID()}`;
    const secret = method === 'none' ? '' : randomUUID();
    clients.set(clientId, { method, secret, redirectUris });
    const proof = secret === '' ? {} : { client_secret: secret, client_secret_expires_at: habits.secretExpiresAt };
    send(response, 201, {
      ...asked.data,
      client_id: clientId,
      token_endpoint_auth_method: method,
      ...proof,
    });
  }

  function authorize(url: URL, response: ServerResponse): void {
    const asked = (name: string): string => url.searchParams.get(name) ?? '';
    const client = clients.get(asked('client_id'));
    if (!client?.redirectUris.includes(asked('redirect_uri'))) return send(response, 400, { error: 'redirect_uri' });
    if (asked('code_challenge_method') !== 'S256') return send(response, 400, { error: 'invalid_request' });
    const code = randomUUID();
    codes.set(code, {
      clientId: asked('client_id'),
      redirectUri: asked('redirect_uri'),
      challenge: asked('code_challenge'),
    });
    const back = new URL(asked('redirect_uri'));
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked('state'));
    if (habits.sendsIss) back.searchParams.set('iss', url.origin);
    response.writeHead(302, { location: back.href }).end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const { id, secret, method } = credentialsOf(request, form);
    const client = clients.get(id);
    if (client?.method !== method || client.secret !== secret) return send(response, 401, { error: 'invalid_client' });
    const code = codes.get(form.get('code') ?? '');
    const verifier = createHash('sha256').update(form.get('code_verifier') ?? '');
    const right = code?.clientId === id && code.redirectUri === form.get('redirect_uri');
    if (!right || code.challenge !== verifier.digest('base64url')) {
      return send(response, 400, { error: 'invalid_grant' });
    }
    redeemed.push({ clientId: id, method });
    send(response, 200, { access_token: randomUUID(), token_type: 'Bearer', expires_in: 300 });
  }

  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
    const { origin } = url;
    const answers: Readonly<Record<string, () => unknown>> = {
      'GET /.well-known/oauth-authorization-server': () =>
        send(response, 200, {
          issuer: origin,
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          registration_endpoint: `${origin}/register`,
          code_challenge_methods_supported: ['S256'],
          token_endpoint_auth_methods_supported: habits.methods,
          authorization_response_iss_parameter_supported: habits.sendsIss,
          ...habits.metadata,
        }),
      'POST /register': () => register(request, response),
      'GET /authorize': () => authorize(url, response),
      'POST /token': () => token(request, response),
    };
    const answer = answers[`${request.method ?? ''} ${url.pathname}`];
    if (answer) void Promise.resolve(answer()).catch(() => response.destroy());
    else send(response, 404, {});
  });
  return { ...(await listen(http, '')), habits, registrations, redeemed };
}
