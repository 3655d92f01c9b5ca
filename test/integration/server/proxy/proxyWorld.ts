import assert from 'node:assert/strict';
import * as z from 'zod';
import type {
  AuthorizationServer,
  AuthorizationServerOptions,
} from '../../../../src/demo/authorizationServer/options.ts';
import { startAuthorizationServer } from '../../../../src/demo/authorizationServer/startAuthorizationServer.ts';
import { freePort } from '../../../../src/demo/freePort.ts';
import { createProxy } from '../../../../src/server/proxy/createProxy.ts';
import type { ProxySettings } from '../../../../src/server/proxy/proxySettings.ts';
import { type RunningServer, type ServerConfig, startServer } from '../../../../src/server/startServer.ts';

/** Opens the registration of applications at the stand-in. */
export const REGISTRATION_TOKEN = 'admin';
export const SCOPES = ['openid', 'profile', 'email', 'offline_access', 'incidents:read', 'incidents:write'];

const applicationSchema = z.object({ client_id: z.string(), client_secret: z.string() });

/** A stand-in for Okta with one web application, and the incident server with the proxy as that application. */
export interface ProxyWorld {
  readonly okta: AuthorizationServer;
  readonly server: RunningServer;
  /** Origin and issuer of the proxy. */
  readonly origin: string;
  /** Lines of the server's log. */
  readonly log: string[];
  /** Requests to Okta's token endpoint so far, with this grant. */
  tokenRequests(grantType: string): number;
  /** Starts the server anew, with the same database where it is a file, and with what else is said of the proxy. */
  restart(changes?: Partial<ProxySettings>): Promise<void>;
  close(): Promise<void>;
}

/** Registers the proxy at `origin` as a web application at Okta. */
export async function registerApplication(
  okta: AuthorizationServer,
  origin: string,
): Promise<z.infer<typeof applicationSchema>> {
  const response = await fetch(`${okta.origin}/oauth2/v1/clients`, {
    method: 'POST',
    headers: { authorization: `SSWS ${REGISTRATION_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Incident Desk proxy',
      application_type: 'web',
      redirect_uris: [`${origin}/oauth/callback`],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    }),
  });
  assert.equal(response.status, 201);
  return applicationSchema.parse(await response.json());
}

/** Starts a {@link ProxyWorld}. */
export async function startProxyWorld(
  options: {
    readonly okta?: AuthorizationServerOptions;
    readonly proxy?: Partial<ProxySettings>;
    /** What the proxy asks Okta for; everything unless told. */
    readonly scopes?: readonly string[];
    readonly server?: Pick<ServerConfig, 'now' | 'monotonic' | 'limits'>;
    /** Starts the server in another way. */
    readonly start?: (config: ServerConfig) => Promise<RunningServer>;
  } = {},
): Promise<ProxyWorld> {
  const okta = await startAuthorizationServer({ registrationToken: REGISTRATION_TOKEN, ...options.okta });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const application = await registerApplication(okta, origin);
  let settings: ProxySettings = {
    okta: {
      issuer: okta.issuer,
      clientId: application.client_id,
      clientSecret: application.client_secret,
      scopes: options.scopes ?? SCOPES,
    },
    secret: 'a secret of the tests that is long enough',
    databasePath: ':memory:',
    ...options.proxy,
  };
  const log: string[] = [];
  const start = (): Promise<RunningServer> =>
    (options.start ?? startServer)({
      port,
      issuer: okta.issuer,
      audience: okta.audience,
      proxy: (around) => createProxy(settings, around),
      log: (line) => log.push(line),
      ...options.server,
    });
  let server: RunningServer | undefined = await start();
  const stop = async (): Promise<void> => {
    await server?.close();
    server = undefined;
  };
  return {
    okta,
    get server() {
      assert.ok(server, 'the server does not run');
      return server;
    },
    origin,
    log,
    tokenRequests: (grantType) => okta.requests.filter((request) => request.grantType === grantType).length,
    restart: async (changes = {}) => {
      await stop();
      settings = { ...settings, ...changes };
      server = await start();
    },
    close: async () => {
      await stop();
      await okta.close();
    },
  };
}
