import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type {
  AuthorizationServer,
  AuthorizationServerOptions,
} from '../../../../src/demo/authorizationServer/options.ts';
import { startAuthorizationServer } from '../../../../src/demo/authorizationServer/startAuthorizationServer.ts';
import { startBalancer } from '../../support/balancer.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { type ServerProcess, startServerProcess } from '../../support/serverProcess.ts';
import type { ProxyAddress } from './proxyClient.ts';
import { REGISTRATION_TOKEN, registerApplication } from './proxyWorld.ts';

/** Two processes of the server with the proxy on one PostgreSQL, behind a balancer that goes by turns. */
export interface ProxyPair extends ProxyAddress {
  readonly okta: AuthorizationServer;
  readonly servers: readonly [ServerProcess, ServerProcess];
  /** The processes themselves, past the balancer. */
  readonly each: readonly [ProxyAddress, ProxyAddress];
  /** Address of the PostgreSQL. */
  readonly database: string;
  /** Has the balancer send everything to one of them. */
  sendTo(which: 0 | 1): void;
  /** Starts one more process on the same PostgreSQL, past the balancer, with what else its environment has. */
  startAnother(changes?: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

async function signingKeys(): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return JSON.stringify({ keys: [await exportJWK(privateKey)] });
}

/** Starts a {@link ProxyPair}, whose Okta takes each refresh token once, with no grace. */
export async function startProxyPair(
  options: Pick<AuthorizationServerOptions, 'intercept'> = {},
  settings: Readonly<Record<string, string>> = {},
): Promise<ProxyPair> {
  const okta = await startAuthorizationServer({ registrationToken: REGISTRATION_TOKEN, graceSeconds: 0, ...options });
  const balancer = await startBalancer();
  const { origin, ports } = balancer;
  const application = await registerApplication(okta, origin);
  const database = await emptyDatabase();
  const environment = {
    MCP_PROXY: 'true',
    OKTA_ISSUER: okta.issuer,
    OKTA_CLIENT_ID: application.client_id,
    OKTA_CLIENT_SECRET: application.client_secret,
    SESSION_SECRET_KEY: randomBytes(32).toString('hex'),
    MCP_PROXY_KEYS: await signingKeys(),
    MCP_SERVER_URL: origin,
    MCP_SERVER_PORT: '0',
    DATABASE_URL: database,
    ...settings,
  };
  const servers = await Promise.all([startServerProcess(environment), startServerProcess(environment)]);
  const others: ServerProcess[] = [];
  const address = ({ url }: ServerProcess): ProxyAddress => ({ origin: new URL(url).origin, server: { url } });
  const portOf = ({ url }: ServerProcess): number => Number(new URL(url).port);
  ports.push(...servers.map(portOf));
  return {
    okta,
    servers,
    each: [address(servers[0]), address(servers[1])],
    origin,
    server: { url: `${origin}/mcp` },
    database,
    sendTo: (which) => void ports.splice(0, ports.length, portOf(servers[which])),
    startAnother: async (changes = {}) => void others.push(await startServerProcess({ ...environment, ...changes })),
    close: async () => {
      await Promise.all([...servers, ...others].map((server) => server.kill()));
      await Promise.all([balancer.close(), okta.close()]);
    },
  };
}
