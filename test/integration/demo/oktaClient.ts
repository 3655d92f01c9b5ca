import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { afterEach } from 'mocha';
import * as z from 'zod';
import type { AuthorizationServer, AuthorizationServerOptions } from '../../../src/demo/authorizationServer/options.ts';
import { startAuthorizationServer } from '../../../src/demo/authorizationServer/startAuthorizationServer.ts';
import { CookieJar, followLogin } from '../support/loginByForm.ts';
import type { LoginEnd } from '../support/loginByForm.ts';

export const REDIRECT_URI = 'vscode://incident-desk.incident-desk/callback';

const FULL_SCOPE = 'openid profile email offline_access incidents:read incidents:write';

const answerSchema = z.looseObject({
  access_token: z.optional(z.string()),
  id_token: z.optional(z.string()),
  refresh_token: z.optional(z.string()),
  scope: z.optional(z.string()),
  expires_in: z.optional(z.number()),
  error: z.optional(z.string()),
  error_description: z.optional(z.string()),
});

/** What an endpoint answered: status and JSON. */
export type Answer = z.infer<typeof answerSchema> & { readonly status: number };

/** Starts stand-ins and closes them after each test. Call inside `describe`. */
export function standIns(): (options?: AuthorizationServerOptions) => Promise<OktaClient> {
  const started: AuthorizationServer[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((server) => server.close()));
  });
  return async (options) => {
    const server = await startAuthorizationServer(options);
    started.push(server);
    return new OktaClient(server);
  };
}

/** A public client that speaks plain HTTP with the stand-in, and may be told to break any rule. */
export class OktaClient {
  readonly server: AuthorizationServer;
  readonly verifier = randomBytes(32).toString('base64url');

  constructor(server: AuthorizationServer) {
    this.server = server;
  }

  /** An authorization URL; a change of undefined leaves the parameter out. */
  authorizationUrl(changes: Record<string, string | undefined> = {}): URL {
    const parameters: Record<string, string | undefined> = {
      client_id: this.server.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: FULL_SCOPE,
      state: 'st-1.a_b,c',
      nonce: 'nonce-1',
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    };
    const url = new URL(`${this.server.issuer}/v1/authorize`);
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    return url;
  }

  login(
    changes: Record<string, string | undefined> = {},
    person = 'engineer',
    jar = new CookieJar(),
  ): Promise<LoginEnd> {
    return followLogin(this.authorizationUrl(changes), person, jar);
  }

  /** The query of the callback that a login ends with. */
  async callback(changes: Record<string, string | undefined> = {}, person = 'engineer'): Promise<URLSearchParams> {
    const end = await this.login(changes, person);
    assert.equal(end.kind, 'callback');
    return end.url.searchParams;
  }

  /** Signs in and redeems the code. */
  async signIn(changes: Record<string, string | undefined> = {}, person = 'engineer'): Promise<Required<TokenAnswer>> {
    const query = await this.callback(changes, person);
    const answer = await this.redeem(query.get('code') ?? '');
    assert.equal(answer.status, 200, answer.error_description);
    const { access_token: accessToken = '', id_token: idToken = '', refresh_token: refreshToken = '' } = answer;
    return { accessToken, idToken, refreshToken, scope: answer.scope ?? '', expiresIn: answer.expires_in ?? 0 };
  }

  redeem(code: string, changes: Record<string, string> = {}): Promise<Answer> {
    return this.post('token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      code_verifier: this.verifier,
      ...changes,
    });
  }

  refresh(refreshToken: string, changes: Record<string, string> = {}): Promise<Answer> {
    return this.post('token', { grant_type: 'refresh_token', refresh_token: refreshToken, ...changes });
  }

  introspect(token: string): Promise<Answer> {
    return this.post('introspect', { token });
  }

  async isActive(token: string): Promise<boolean> {
    return (await this.introspect(token))['active'] === true;
  }

  /** Posts a form to `/v1/<endpoint>` as this client. */
  async post(endpoint: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const body = new URLSearchParams({ client_id: this.server.clientId, ...form });
    // No connection is kept, since a stand-in that is started again closes it.
    const init = { method: 'POST', body, headers: { connection: 'close', ...headers } };
    const response = await fetch(`${this.server.issuer}/v1/${endpoint}`, init);
    const text = await response.text();
    return { ...answerSchema.parse(text === '' ? {} : JSON.parse(text)), status: response.status };
  }
}

interface TokenAnswer {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  readonly scope: string;
  readonly expiresIn: number;
}
