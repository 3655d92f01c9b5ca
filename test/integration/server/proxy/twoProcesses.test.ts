import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import pg from 'pg';
import type { AuthorizationServer } from '../../../../src/demo/authorizationServer/options.ts';
import { startAuthorizationServer } from '../../../../src/demo/authorizationServer/startAuthorizationServer.ts';
import { eventually } from '../../oauth/world.ts';
import { type Balancer, startBalancer } from '../../support/balancer.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { postRpc } from '../../support/postRpc.ts';
import { type ServerProcess, startServerProcess } from '../../support/serverProcess.ts';
import {
  authorize,
  errorOf,
  postForm,
  type ProxyAddress,
  redeem,
  refresh,
  registerClient,
  signedInClient,
  tokensOf,
} from './proxyClient.ts';
import { REGISTRATION_TOKEN, registerApplication } from './proxyWorld.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };

async function signingKeys(): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return JSON.stringify({ keys: [await exportJWK(privateKey)] });
}

describe('The proxy in two processes on one PostgreSQL', function () {
  this.timeout(60_000);
  let okta: AuthorizationServer;
  let balancer: Balancer;
  let proxy: ProxyAddress;
  let servers: readonly ServerProcess[];
  let database: string;

  beforeEach(async () => {
    okta = await startAuthorizationServer({ registrationToken: REGISTRATION_TOKEN });
    balancer = await startBalancer();
    const application = await registerApplication(okta, balancer.origin);
    database = await emptyDatabase();
    const environment = {
      MCP_PROXY: 'true',
      OKTA_ISSUER: okta.issuer,
      OKTA_CLIENT_ID: application.client_id,
      OKTA_CLIENT_SECRET: application.client_secret,
      SESSION_SECRET_KEY: randomBytes(32).toString('hex'),
      MCP_PROXY_KEYS: await signingKeys(),
      MCP_SERVER_URL: balancer.origin,
      MCP_SERVER_PORT: '0',
      DATABASE_URL: database,
    };
    servers = await Promise.all([startServerProcess(environment), startServerProcess(environment)]);
    balancer.ports.push(...servers.map(({ url }) => Number(new URL(url).port)));
    proxy = { origin: balancer.origin, server: { url: `${balancer.origin}/mcp` } };
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.kill()));
    await Promise.all([balancer.close(), okta.close()]);
  });

  /** Has both processes come to where they use a record of that kind up, before either may. */
  async function atTheSameInstant(model: string, ask: () => Promise<Response>): Promise<readonly Response[]> {
    const holder = new pg.Client(database);
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query('select 1 from proxy_record where model = $1 for update', [model]);
      const answers = Promise.all([ask(), ask()]);
      await eventually(async () => {
        const { rowCount } = await holder.query('select 1 from pg_locks where not granted');
        return rowCount === 2;
      });
      await holder.query('commit');
      return await answers;
    } finally {
      await holder.end();
    }
  }

  it('signs in by turns at both, whose tokens either takes', async () => {
    const { client, tokens } = await signedInClient(proxy);
    for (const port of balancer.ports) {
      const answer = await postRpc(`http://127.0.0.1:${port}/mcp`, LIST, tokens.access_token);
      assert.equal(answer.status, 200);
    }
    let latest = tokens;
    for (let times = 0; times < 3; times += 1) latest = await tokensOf(await refresh(proxy, client, latest));
  });

  it('ends what it gave for a code that both redeem at the same instant, at Okta too', async () => {
    const client = await registerClient(proxy);
    const answer = await authorize(proxy, client);
    const answers = await atTheSameInstant('AuthorizationCode', () => redeem(proxy, client, answer));
    for (const one of answers) {
      const error = one.status === 200 ? await refresh(proxy, client, await tokensOf(one)) : one;
      assert.equal(await errorOf(error), 'invalid_grant');
    }
    assert.equal(okta.requests.filter(({ path }) => path.endsWith('/v1/revoke')).length, 1);
  });

  it('bears two refreshes at the same instant, one at each', async () => {
    const { client, tokens } = await signedInClient(proxy);
    const answers = await Promise.all([refresh(proxy, client, tokens), refresh(proxy, client, tokens)]);
    for (const answer of answers) await tokensOf(await refresh(proxy, client, await tokensOf(answer)));
  });

  it('goes on with every sign-in where one of them is killed, and ends them for both', async () => {
    const { client, tokens } = await signedInClient(proxy);
    await servers[0]?.kill();
    const renewed = await tokensOf(await refresh(proxy, client, tokens));
    const form = { client_id: client.id, token: renewed.refresh_token ?? '' };
    assert.equal((await postForm(proxy, 'revoke', form)).status, 200);
    assert.equal(await errorOf(await refresh(proxy, client, renewed)), 'invalid_grant');
    assert.ok(okta.requests.some(({ path }) => path.endsWith('/v1/revoke')));
  });
});
