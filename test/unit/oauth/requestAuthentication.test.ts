import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { fittingMethod } from '../../../src/core/oauth/clients/clientAuthentication.ts';
import type { ClientAuthentication } from '../../../src/core/oauth/clients/clientAuthentication.ts';
import { readCredential } from '../../../src/core/oauth/clients/readCredential.ts';
import { assertionAudience, requestAuthentication } from '../../../src/core/oauth/clients/requestAuthentication.ts';

const OKTA = {
  issuer: 'https://o.example/oauth2/default',
  token_endpoint: 'https://o.example/oauth2/default/v1/token',
  revocation_endpoint: 'https://o.example/oauth2/default/v1/revoke',
  device_authorization_endpoint: 'https://o.example/oauth2/default/v1/device/authorize',
};
const OTHER = { issuer: 'https://as.example', token_endpoint: 'https://as.example/token' };

/** What a request is sent with. */
async function authenticated(
  authentication: ClientAuthentication,
  form: Record<string, string>,
  server: openid.ServerMetadata,
): Promise<{ body: URLSearchParams; headers: Headers }> {
  const authenticate = await requestAuthentication(openid, { authentication });
  const body = new URLSearchParams(form);
  const headers = new Headers();
  // Some of these are asynchronous, though their type does not say so.
  const done: unknown = authenticate(server, { client_id: 'my-client_1' }, body, headers);
  await done;
  return { body, headers };
}

describe('A request of a client', () => {
  const form = { grant_type: 'client_credentials' };

  it('without a credential names the client alone', async () => {
    const { body, headers } = await authenticated({ method: 'none' }, form, OTHER);
    assert.deepEqual(Object.fromEntries(body), { ...form, client_id: 'my-client_1' });
    assert.deepEqual([...headers], []);
  });

  it('has its secret in the header, encoded where a decoder needs it and legible where none is', async () => {
    const secret = 'a-b_c.d~e+f/g=h:i%j';
    const { body, headers } = await authenticated({ method: 'client_secret_basic', secret }, form, OTHER);
    assert.deepEqual(Object.fromEntries(body), form);
    const header = Buffer.from((headers.get('authorization') ?? '').slice('Basic '.length), 'base64').toString();
    assert.equal(header, 'my-client_1:a-b_c.d~e%2Bf%2Fg%3Dh%3Ai%25j');
    assert.equal(new URLSearchParams(`s=${header.split(':')[1] ?? ''}`).get('s'), secret);
  });

  it('has its secret in the form where that is all that is offered', async () => {
    const secret = readCredential('made-up');
    const { body, headers } = await authenticated(fittingMethod(secret, ['client_secret_post', 'none']), form, OTHER);
    assert.deepEqual(Object.fromEntries(body), { ...form, client_id: 'my-client_1', client_secret: 'made-up' });
    assert.deepEqual([...headers], []);
  });

  const offers: readonly (readonly [string, readonly string[] | undefined, string])[] = [
    ['nothing', undefined, 'client_secret_basic'],
    ['both', ['client_secret_post', 'client_secret_basic'], 'client_secret_basic'],
    ['the form', ['client_secret_post'], 'client_secret_post'],
    ['neither', ['none', 'private_key_jwt'], 'client_secret_basic'],
  ];
  for (const [name, offered, method] of offers) {
    it(`sends a secret by ${method} where the issuer offers ${name}`, () => {
      assert.equal(fittingMethod({ method: 'client_secret_post', secret: 'x' }, offered).method, method);
    });
  }

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = (key: KeyObject, more: object): string => JSON.stringify({ ...key.export({ format: 'jwk' }), ...more });
  const pairs: readonly (readonly [string, { publicKey: KeyObject; privateKey: KeyObject }])[] = [
    ['RS256', rsa],
    ['PS256', rsa],
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['EdDSA', generateKeyPairSync('ed25519')],
  ];
  for (const [algorithm, { publicKey, privateKey }] of pairs) {
    it(`signs with ${algorithm}, names its key, and is good for minutes`, async () => {
      const credential = readCredential(jwk(privateKey, { alg: algorithm, kid: 'k1' }));
      const { body, headers } = await authenticated(credential, form, OTHER);
      assert.deepEqual([...headers], []);
      assert.equal(body.get('client_assertion_type'), 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      const assertion = body.get('client_assertion') ?? '';
      assert.deepEqual(decodeProtectedHeader(assertion), { alg: algorithm, kid: 'k1' });
      const { payload } = await jwtVerify(assertion, publicKey, { audience: OTHER.issuer, algorithms: [algorithm] });
      assert.equal(payload.iss, 'my-client_1');
      assert.equal(payload.sub, 'my-client_1');
      assert.equal((payload.exp ?? 0) - (payload.iat ?? 0), 600);
      const again = await authenticated(credential, form, OTHER);
      const { payload: other } = await jwtVerify(again.body.get('client_assertion') ?? '', publicKey);
      assert.notEqual(other.jti, payload.jti);
    });
  }

  it('names the very endpoint as audience at Okta, each its own', async () => {
    const credential = readCredential(jwk(rsa.privateKey, {}));
    const audience = async (sent: Record<string, string>): Promise<unknown> => {
      const { body } = await authenticated(credential, sent, OKTA);
      const { payload } = await jwtVerify(body.get('client_assertion') ?? '', rsa.publicKey);
      return payload.aud;
    };
    assert.equal(await audience(form), OKTA.token_endpoint);
    assert.equal(await audience({ token: 'x' }), OKTA.revocation_endpoint);
    assert.equal(await audience({ scope: 'x' }), OKTA.device_authorization_endpoint);
  });

  it('knows an issuer of Okta by its token endpoint, and what was learned before', () => {
    const organization = { issuer: 'https://o.example', token_endpoint: 'https://o.example/oauth2/v1/token' };
    assert.equal(assertionAudience({}, organization), 'endpoint');
    assert.equal(assertionAudience({}, OKTA), 'endpoint');
    assert.equal(assertionAudience({}, OTHER), 'issuer');
    assert.equal(assertionAudience({ audience: 'endpoint' }, OTHER), 'endpoint');
    assert.equal(assertionAudience({ audience: 'issuer' }, OKTA), 'issuer');
  });
});
