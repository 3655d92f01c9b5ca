import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { AuthorizationServer } from '../../../../src/demo/authorizationServer/options.ts';
import { startAuthorizationServer } from '../../../../src/demo/authorizationServer/startAuthorizationServer.ts';
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
  requestRegistration,
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

  beforeEach(async () => {
    okta = await startAuthorizationServer({ registrationToken: REGISTRATION_TOKEN });
    balancer = await startBalancer();
    const application = await registerApplication(okta, balancer.origin);
    const environment = {
      MCP_PROXY: 'true',
      OKTA_ISSUER: okta.issuer,
      OKTA_CLIENT_ID: application.client_id,
      OKTA_CLIENT_SECRET: application.client_secret,
      SESSION_SECRET_KEY: randomBytes(32).toString('hex'),
      MCP_PROXY_KEYS: await signingKeys(),
      MCP_SERVER_URL: balancer.origin,
      MCP_SERVER_PORT: '0',
      MCP_RATE_PER_ADDRESS: '40',
      DATABASE_URL: await emptyDatabase(),
    };
    servers = await Promise.all([startServerProcess(environment), startServerProcess(environment)]);
    balancer.ports.push(...servers.map(({ url }) => Number(new URL(url).port)));
    proxy = { origin: balancer.origin, server: { url: `${balancer.origin}/mcp` } };
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.kill()));
    await Promise.all([balancer.close(), okta.close()]);
  });

  it('signs in by turns at both, whose tokens either takes', async () => {
    const { client, tokens } = await signedInClient(proxy);
    for (const port of balancer.ports) {
      const answer = await postRpc(`http://127.0.0.1:${port}/mcp`, LIST, tokens.access_token);
      assert.equal(answer.status, 200);
    }
    let latest = tokens;
    for (let times = 0; times < 3; times += 1) latest = await tokensOf(await refresh(proxy, client, latest));
  });

  it('counts registrations once for both', async () => {
    const metadata = { redirect_uris: ['https://good.example/'] };
    for (let times = 0; times < 20; times += 1) {
      assert.equal((await requestRegistration(proxy, metadata)).status, 201);
    }
    for (const port of balancer.ports) {
      const one = { ...proxy, origin: `http://127.0.0.1:${port}` };
      assert.equal((await requestRegistration(one, metadata)).status, 429);
    }
  });

  it('counts tokens that are no good once for both', async () => {
    const statusAt = async (port: number, token: string): Promise<number> =>
      (await postRpc(`http://127.0.0.1:${port}/mcp`, LIST, token)).status;
    for (let times = 0; times < 5; times += 1) {
      for (const port of balancer.ports) assert.equal(await statusAt(port, `random-${times}-${port}`), 401);
    }
    for (const port of balancer.ports) assert.equal(await statusAt(port, `late-${port}`), 429);
  });

  it('gives tokens once for a code that is redeemed at both at the same instant', async () => {
    const client = await registerClient(proxy);
    const answer = await authorize(proxy, client);
    const answers = await Promise.all(Array.from({ length: 6 }, () => redeem(proxy, client, answer)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
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
