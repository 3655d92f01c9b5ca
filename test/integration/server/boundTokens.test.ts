import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type CryptoKey, type JWK, SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { postRpc } from '../support/postRpc.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };

describe('tokens bound to a key, at the incident server', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;
  let key: CryptoKey;
  let jwk: JWK;
  let token: string;
  let skipped = 0;

  before(async () => {
    issuer = await startTokenIssuer();
    server = await startServer({
      issuer: issuer.issuer,
      audience: issuer.audience,
      now: () => Date.now() + skipped,
    });
    const pair = await generateKeyPair('ES256', { extractable: true });
    key = pair.privateKey;
    jwk = await exportJWK(pair.publicKey);
    token = await issuer.token({ cnf: { jkt: await calculateJwkThumbprint(jwk) } });
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });
  afterEach(() => {
    skipped = 0;
  });

  function proof(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): Promise<string> {
    const good = {
      jti: crypto.randomUUID(),
      htm: 'POST',
      htu: server.url,
      iat: Math.floor(Date.now() / 1000),
      ath: createHash('sha256').update(token).digest('base64url'),
    };
    const { d: _, ...open } = jwk;
    return new SignJWT({ ...good, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: open, ...header })
      .sign(key);
  }

  function send(dpop: string, authorization = `DPoP ${token}`): Promise<Response> {
    return postRpc(server.url, LIST, undefined, { authorization, dpop });
  }

  async function refused(answer: Promise<Response>, error: string, description: RegExp): Promise<void> {
    const response = await answer;
    assert.equal(response.status, 401);
    const challenge = response.headers.get('www-authenticate') ?? '';
    assert.match(challenge, /^DPoP algs="ES256 ES384 ES512 RS256 PS256 EdDSA", /);
    assert.ok(challenge.includes(`error="${error}"`), challenge);
    assert.match(challenge, description);
    assert.match(challenge, /resource_metadata="http:[^"]+\/\.well-known\/oauth-protected-resource\/mcp"/);
  }

  it('open it with a proof', async () => {
    assert.equal((await send(await proof())).status, 200);
  });

  it('open it within five minutes of a clock that differs', async () => {
    skipped = 290_000;
    assert.equal((await send(await proof())).status, 200);
    const iat = Math.floor(Date.now() / 1000) + 500;
    assert.equal((await send(await proof({ iat }))).status, 200);
  });

  const wrong: readonly [string, Record<string, unknown>, RegExp][] = [
    ['for another method', { htm: 'GET' }, /another method/],
    ['for another server', { htu: 'https://incidents.example/mcp' }, /another address/],
    ['for another token', { ath: 'AAAA' }, /another token/],
    ['for no token', { ath: undefined }, /not valid/],
    ['without an id', { jti: undefined }, /not valid/],
    ['of the past', { iat: Math.floor(Date.now() / 1000) - 3600 }, /not of this time/],
    ['of the future', { iat: Math.floor(Date.now() / 1000) + 3600 }, /not of this time/],
  ];
  for (const [name, claims, description] of wrong) {
    it(`are refused with a proof ${name}`, async () => {
      await refused(send(await proof(claims)), 'invalid_dpop_proof', description);
    });
  }

  it('are refused with a proof for another path, for what a Host header can name, or with a query', async () => {
    const other = server.url.replace('127.0.0.1', 'localhost');
    for (const htu of [`${server.url}/other`, other, `${server.url}?x=1`, `${server.url}#x`]) {
      await refused(send(await proof({ htu })), 'invalid_dpop_proof', /another address/);
    }
  });

  it('are refused with a proof of another type, or with its private key in it', async () => {
    await refused(send(await proof({}, { typ: 'JWT' })), 'invalid_dpop_proof', /not valid/);
    const whole = await exportJWK(key);
    await refused(send(await proof({}, { jwk: whole })), 'invalid_dpop_proof', /not valid/);
  });

  it('are refused with a proof that was used before', async () => {
    const once = await proof();
    assert.equal((await send(once)).status, 200);
    await refused(send(once), 'invalid_dpop_proof', /used before/);
  });

  it('are refused with two proofs', async () => {
    await refused(send(`${await proof()}, ${await proof()}`), 'invalid_dpop_proof', /not valid/);
  });

  it('are refused with a proof by another key', async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const [own, ownJwk] = [key, jwk];
    key = pair.privateKey;
    jwk = await exportJWK(pair.publicKey);
    const stolen = await proof();
    [key, jwk] = [own, ownJwk];
    await refused(send(stolen), 'invalid_dpop_proof', /another key/);
  });

  it('are refused as bearer tokens, as unbound tokens are with the scheme of bound ones', async () => {
    const bearer = postRpc(server.url, LIST, undefined, { authorization: `Bearer ${token}`, dpop: await proof() });
    assert.equal((await bearer).status, 401);
    assert.match((await bearer).headers.get('www-authenticate') ?? '', /bound to a key/);
    await refused(send(await proof(), `DPoP ${await issuer.token()}`), 'invalid_token', /not bound to a key/);
  });

  it('of another kind of binding are refused', async () => {
    const other = await issuer.token({ cnf: { 'x5t#S256': 'AAAA' } });
    assert.equal((await postRpc(server.url, LIST, other)).status, 401);
  });
});
