import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { connectV2 } from '../../support/mcpClients.ts';
import {
  authorize,
  authorizeUrl,
  errorOf,
  locationOf,
  postForm,
  redeem,
  refresh,
  registerClient,
  signedInClient,
  tokensOf,
} from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const UNKNOWN_CLIENT = { id: 'nobody', redirectUri: '', verifier: '' };

describe('The tokens of the proxy', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  /** Answers Okta's token endpoint in its stead. */
  let fault: ((response: ServerResponse) => void) | undefined;
  const intercept = (_request: IncomingMessage, response: ServerResponse, path: string): boolean => {
    if (fault === undefined || !path.endsWith('/v1/token')) return false;
    fault(response);
    return true;
  };
  const fails = (status: number, body: string) => (response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  const revocations = (): number => world.okta.requests.filter(({ path }) => path.endsWith('/v1/revoke')).length;

  beforeEach(async () => {
    fault = undefined;
    world = await startProxyWorld({ okta: { intercept } });
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

  it('name the person as Okta does, and never by an e-mail address that anybody may have written', async () => {
    const small = await startProxyWorld({ scopes: ['openid', 'email', 'offline_access', 'incidents:read'] });
    const { tokens } = await signedInClient(small);
    await small.close();
    assert.equal(decodeJwt(tokens.access_token).sub, '00u4erinalvarez0h5d7');
  });

  it('hold no scope that Okta did not grant', async () => {
    const { tokens } = await signedInClient(world, 'viewer');
    assert.equal(decodeJwt(tokens.access_token)['scope'], 'incidents:read');
  });

  it('lose the scopes that Okta takes away', async () => {
    const { client, tokens } = await signedInClient(world);
    const answer = { access_token: 'any', token_type: 'Bearer', expires_in: 60, scope: 'openid incidents:read' };
    fault = fails(200, JSON.stringify(answer));
    const narrower = await tokensOf(await refresh(world, client, tokens));
    assert.equal(decodeJwt(narrower.access_token)['scope'], 'incidents:read');
  });

  it('get no scope at a refresh that the person did not agree to', async () => {
    const client = await registerClient(world);
    const answer = await authorize(world, client, { changes: { scope: 'incidents:read' } });
    const { refresh_token = '' } = await tokensOf(await redeem(world, client, answer));
    const form = { grant_type: 'refresh_token', client_id: client.id, refresh_token, scope: 'incidents:write' };
    assert.equal(await errorOf(await postForm(world, 'token', form)), '400 invalid_scope');
  });

  it('are for no other server', async () => {
    const client = await registerClient(world);
    const url = authorizeUrl(world, client, { resource: 'https://other.example/mcp' });
    const answer = locationOf(await fetch(url, { redirect: 'manual' }), url);
    assert.equal(answer.searchParams.get('error'), 'invalid_target');
  });

  it('are not given for the code of another client, nor without the verifier', async () => {
    const client = await registerClient(world);
    const other = await registerClient(world, 'Evil');
    const changed = [
      { client_id: other.id },
      { code_verifier: other.verifier },
      { redirect_uri: 'https://evil.example/callback' },
    ];
    for (const changes of changed) {
      const answer = await authorize(world, client);
      assert.equal(await errorOf(await redeem(world, client, answer, changes)), '400 invalid_grant');
    }
  });

  it('end with the code that is redeemed twice, at Okta too', async () => {
    const client = await registerClient(world);
    const answer = await authorize(world, client);
    const tokens = await tokensOf(await redeem(world, client, answer));
    assert.equal(await errorOf(await redeem(world, client, answer)), '400 invalid_grant');
    assert.equal(await errorOf(await refresh(world, client, tokens)), '400 invalid_grant');
    assert.equal(revocations(), 1);
  });

  it('end with the code that several redeem at the same instant, at Okta too', async () => {
    const client = await registerClient(world);
    const answer = await authorize(world, client);
    const answers = await Promise.all(Array.from({ length: 5 }, () => redeem(world, client, answer)));
    const given = answers.filter(({ status }) => status === 200);
    assert.ok(given.length <= 1);
    for (const one of given) {
      assert.equal(await errorOf(await refresh(world, client, await tokensOf(one))), '400 invalid_grant');
    }
    for (const one of answers.filter(({ status }) => status !== 200)) {
      assert.equal(await errorOf(one), '400 invalid_grant');
    }
    assert.equal(revocations(), 1);
  });

  it('are refreshed at Okta first, each time', async () => {
    const { client, tokens } = await signedInClient(world);
    const second = await tokensOf(await refresh(world, client, tokens));
    assert.equal(world.tokenRequests('refresh_token'), 1);
    await tokensOf(await refresh(world, client, second));
    assert.equal(world.tokenRequests('refresh_token'), 2);
  });

  it('are refreshed for their own client alone', async () => {
    const { tokens } = await signedInClient(world);
    const other = await registerClient(world, 'Evil');
    assert.equal(await errorOf(await refresh(world, other, tokens)), '400 invalid_grant');
    assert.equal(await errorOf(await refresh(world, UNKNOWN_CLIENT, tokens)), '401 invalid_client');
    assert.equal(world.tokenRequests('refresh_token'), 0);
  });

  it('end where Okta ended the grant', async () => {
    const { client, tokens } = await signedInClient(world);
    fault = fails(400, '{"error":"invalid_grant","error_description":"The refresh token is invalid or expired."}');
    assert.equal(await errorOf(await refresh(world, client, tokens)), '400 invalid_grant');
    fault = undefined;
    assert.equal(await errorOf(await refresh(world, client, tokens)), '400 invalid_grant');
    assert.equal(world.tokenRequests('refresh_token'), 0);
  });

  for (const [status, body] of [
    [429, '{"error":"invalid_grant","errorCode":"E0000047"}'],
    [500, '{"error":"server_error"}'],
    [502, '<html>captive portal</html>'],
    [401, '{"error":"invalid_client"}'],
  ] as const) {
    it(`stay while Okta answers ${status}, which is told as 503`, async () => {
      const { client, tokens } = await signedInClient(world);
      fault = fails(status, body);
      const refused = await refresh(world, client, tokens);
      assert.equal(await errorOf(refused), '503 temporarily_unavailable');
      assert.ok(Number(refused.headers.get('retry-after')) > 0);
      const audited = world.log.filter((line) => line.includes('"token_refused"'));
      assert.equal(audited.length, 1);
      assert.match(audited[0] ?? '', /"reason":"upstream_unavailable"/);
      assert.match(world.log.join('\n'), new RegExp(`a refresh at Okta failed: ${status}`));
      fault = undefined;
      await tokensOf(await refresh(world, client, tokens));
    });
  }

  it('can be refreshed again where the answer was lost, and by two at once', async () => {
    const { client, tokens } = await signedInClient(world);
    const answers = await Promise.all([refresh(world, client, tokens), refresh(world, client, tokens)]);
    for (const answer of answers) await tokensOf(answer);
    await tokensOf(await refresh(world, client, tokens));
  });

  it('end with their refresh token, at Okta too', async () => {
    const { client, tokens } = await signedInClient(world);
    const form = { client_id: client.id, token: tokens.refresh_token ?? '' };
    assert.equal((await postForm(world, 'revoke', form)).status, 200);
    assert.equal(revocations(), 1);
    assert.equal(await errorOf(await refresh(world, client, tokens)), '400 invalid_grant');
  });

  it('are revoked by their own client alone', async () => {
    const { client, tokens } = await signedInClient(world);
    const other = await registerClient(world, 'Evil');
    await postForm(world, 'revoke', { client_id: other.id, token: tokens.refresh_token ?? '' });
    assert.equal(revocations(), 0);
    await tokensOf(await refresh(world, client, tokens));
  });

  it('leave no secret in the log, and every step of a sign-in', async () => {
    const { client, tokens } = await signedInClient(world);
    await refresh(world, client, tokens);
    const log = world.log.join('\n');
    for (const event of ['client_registered', 'consent_given', 'signed_in', 'token_issued']) {
      assert.ok(log.includes(`"event":"${event}"`), event);
    }
    for (const secret of [tokens.access_token, tokens.refresh_token ?? '', client.verifier]) {
      assert.ok(secret.length > 20 && !log.includes(secret));
    }
    assert.match(
      log,
      /"event":"signed_in","client":"[\w-]+","subject":"00u4erinalvarez0h5d7","address":"127\.0\.0\.1"/,
    );
  });
});
