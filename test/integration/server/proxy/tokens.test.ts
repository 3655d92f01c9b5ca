import assert from 'node:assert/strict';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { connectV2 } from '../../support/mcpClients.ts';
import { refresh, signedInClient, tokensOf } from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

describe('The tokens of the proxy', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  beforeEach(async () => {
    world = await startProxyWorld();
  });
  afterEach(() => world.close());

  it('are its own: signed by its keys, for this server alone, and over in five minutes', async () => {
    const { client, tokens } = await signedInClient(world);
    const claims = decodeJwt(tokens.access_token);
    assert.deepEqual([claims.iss, claims.aud, claims['client_id']], [world.origin, world.server.url, client.id]);
    assert.equal(claims.sub, 'erin.alvarez@example.com');
    assert.equal(claims['scope'], 'incidents:read incidents:write');
    assert.ok((claims.exp ?? Infinity) - (claims.iat ?? 0) <= 300);
    const { kid, alg, typ } = decodeProtectedHeader(tokens.access_token);
    assert.deepEqual([alg, typ], ['RS256', 'at+jwt']);
    const published = await (await fetch(`${world.origin}/.well-known/jwks.json`)).text();
    assert.ok(published.includes(String(kid)));
    assert.doesNotMatch(published, /"d"/);
    const mcp = await connectV2(world.server.url, tokens.access_token, 'auto');
    assert.equal((await mcp.callTool('list_incidents')).text, 'No incidents found.');
    await mcp.close();
  });

  it('are refreshed at Okta first, each time', async () => {
    const { client, tokens } = await signedInClient(world);
    const second = await tokensOf(await refresh(world, client, tokens));
    assert.equal(world.tokenRequests('refresh_token'), 1);
    await tokensOf(await refresh(world, client, second));
    assert.equal(world.tokenRequests('refresh_token'), 2);
  });
});
