import assert from 'node:assert/strict';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { standIns } from './oktaClient.ts';
import type { Answer, OktaClient } from './oktaClient.ts';

const CLIENT = '0oaSigner';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

describe('A service client with keys, at the stand-in', () => {
  const start = standIns();
  let okta: OktaClient;
  let privateKey: CryptoKey;
  let publicJwk: JWK;

  before(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    privateKey = pair.privateKey;
    publicJwk = await exportJWK(pair.publicKey);
  });
  beforeEach(async () => {
    okta = await start({ serviceClients: [{ clientId: CLIENT, jwks: [{ ...publicJwk, kid: 'one' }] }] });
  });

  const endpoint = (name: string): string => `${okta.server.issuer}/v1/${name}`;
  const now = (): number => Math.floor(Date.now() / 1000);
  function sign(changes: Record<string, unknown> = {}, header: object = {}, key = privateKey): Promise<string> {
    const claims = { iss: CLIENT, sub: CLIENT, aud: endpoint('token'), jti: crypto.randomUUID(), exp: now() + 60 };
    return new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'RS256', ...header }).sign(key);
  }
  const send = (assertion: string, form: Record<string, string> = {}, to = 'token'): Promise<Answer> =>
    okta.post(to, {
      grant_type: 'client_credentials',
      client_id: CLIENT,
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: assertion,
      scope: 'incidents:read',
      ...form,
    });

  it('gets a token for an assertion it signed', async () => {
    const answer = await send(await sign());
    assert.equal(answer.status, 200);
    assert.equal(answer.scope, 'incidents:read');
    assert.equal((await send(await sign({ iat: now(), nbf: now() }, { kid: 'one' }))).status, 200);
  });

  const refusals: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
    ['for the issuer instead of the endpoint', () => sign({ aud: okta.server.issuer }), /audience claim/],
    ['for several audiences', () => sign({ aud: [endpoint('token'), okta.server.issuer] }), /audience claim/],
    ['that has expired', () => sign({ exp: now() - 1 }), /is expired/],
    ['without an end', () => sign({ exp: undefined }), /is expired/],
    ['for more than an hour', () => sign({ exp: now() + 3700 }), /too far into the future/],
    ['of the future', () => sign({ iat: now() + 60 }), /before current time/],
    ['of another client', () => sign({ iss: 'other' }), /must be the client/],
    ['with a key that it does not have', () => sign({}, { kid: 'two' }), /kid is invalid/],
    [
      'with a key of somebody else',
      async () => sign({}, {}, (await generateKeyPair('RS256')).privateKey),
      /signature is invalid/,
    ],
    ['without a signature', () => Promise.resolve(`${btoa('{"alg":"none"}')}.${btoa('{}')}.`), /signature is invalid/],
    ['that is none', () => Promise.resolve('nonsense'), /signature is invalid/],
  ];
  for (const [name, make, words] of refusals) {
    it(`is refused with an assertion ${name}`, async () => {
      const answer = await send(await make());
      assert.equal(answer.status, 401);
      assert.equal(answer.error, 'invalid_client');
      assert.match(answer.error_description ?? '', words);
    });
  }

  it('is refused with an algorithm that Okta does not know', async () => {
    const { privateKey: edKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    okta = await start({ serviceClients: [{ clientId: CLIENT, jwks: [await exportJWK(publicKey)] }] });
    const answer = await send(await sign({}, { alg: 'EdDSA' }, edKey));
    assert.match(answer.error_description ?? '', /signature is invalid/);
  });

  it('uses an assertion once', async () => {
    const assertion = await sign();
    assert.equal((await send(assertion)).status, 200);
    assert.match((await send(assertion)).error_description ?? '', /already been used/);
  });

  it('has no secret', async () => {
    const form = { grant_type: 'client_credentials', client_id: CLIENT, client_secret: '', scope: 'incidents:read' };
    assert.equal((await okta.post('token', form)).error, 'invalid_client');
  });

  it('needs an assertion for each endpoint', async () => {
    const token = (await send(await sign())).access_token ?? '';
    assert.match((await send(await sign(), { token }, 'revoke')).error_description ?? '', /audience claim/);
    assert.equal((await send(await sign({ aud: endpoint('revoke') }), { token }, 'revoke')).status, 200);
    assert.equal(await okta.isActive(token), false);
  });

  it('asks for scopes of the API alone, and for one at least', async () => {
    const openid = await send(await sign(), { scope: 'openid incidents:read' });
    assert.equal(openid.error, 'invalid_scope');
    assert.match(openid.error_description ?? '', /using client credentials/);
    assert.equal((await send(await sign(), { scope: '' })).error, 'invalid_scope');
  });
});

describe('A device at the stand-in', () => {
  const start = standIns();

  it('that polls too often is told to slow down', async () => {
    const okta = await start({ deviceInterval: 600 });
    const { device_code: code, interval } = await okta.post('device/authorize', { scope: 'openid' });
    assert.equal(interval, 600);
    const form = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: String(code) };
    assert.equal((await okta.post('token', form)).error, 'authorization_pending');
    assert.equal((await okta.post('token', form)).error, 'slow_down');
  });
});
