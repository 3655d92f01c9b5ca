import assert from 'node:assert/strict';
import type { AuthorizationServer } from '../../../src/demo/authorizationServer/options.ts';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { type OktaClient, standIns } from '../demo/oktaClient.ts';
import { postRpc } from '../support/postRpc.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };
const CLIENT = { clientId: '0oaServer', clientSecret: 'made up: for/this+test' };

describe('access tokens checked by introspection at the stand-in for Okta', () => {
  const start = standIns();
  let okta: OktaClient;
  let server: RunningServer;
  let ahead: number;

  beforeEach(async () => {
    ahead = 0;
    okta = await start({ serviceClients: [CLIENT] });
    server = await startServer(config(okta.server, CLIENT));
  });
  afterEach(() => server.close());

  function config({ issuer, audience }: AuthorizationServer, introspection: typeof CLIENT) {
    return { issuer, audience, introspection, monotonic: () => performance.now() + ahead };
  }
  const status = async (token: string): Promise<number> => (await postRpc(server.url, LIST, token)).status;

  it('are taken until they are revoked, which is seen within 30 s', async () => {
    const { accessToken } = await okta.signIn();
    assert.equal(await status(accessToken), 200);
    await okta.post('revoke', { token: accessToken });
    ahead = 31_000;
    assert.equal(await status(accessToken), 401);
  });

  it('are no refresh tokens and no ID tokens, though the issuer knows those', async () => {
    const { refreshToken, idToken } = await okta.signIn();
    assert.deepEqual([await status(refreshToken), await status(idToken)], [401, 401]);
  });

  it('cannot be checked with a wrong secret: 503, and not ready', async () => {
    const { accessToken } = await okta.signIn();
    const wrong = await startServer(config(okta.server, { ...CLIENT, clientSecret: 'wrong' }));
    try {
      assert.equal((await postRpc(wrong.url, LIST, accessToken)).status, 503);
      assert.equal((await fetch(`${wrong.origin}/readyz`)).status, 503);
    } finally {
      await wrong.close();
    }
    assert.equal((await fetch(`${server.origin}/readyz`)).status, 200);
  });
});
