import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isAppError } from '../../../src/core/errors.ts';
import { readCredential } from '../../../src/core/oauth/clients/readCredential.ts';
import type { CredentialProblem } from '../../../src/core/oauth/clients/readCredential.ts';
import { signingKey } from '../../../src/core/oauth/clients/signingKey.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');

function pem(key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' | 'spki' = 'pkcs8'): string {
  return key.export({ type, format: 'pem' }).toString();
}
function jwk(key: KeyObject, more: object = {}): string {
  return JSON.stringify({ ...key.export({ format: 'jwk' }), ...more });
}
const refusedFor =
  (reason: CredentialProblem) =>
  (error: unknown): boolean =>
    isAppError(error, 'credential_invalid') && error.args['reason'] === reason;

describe('A credential', () => {
  it('without the look of a key is a secret', () => {
    assert.deepEqual(readCredential(' s3cret-_.~+/=\n'), { method: 'client_secret_basic', secret: 's3cret-_.~+/=' });
  });

  const keys: readonly (readonly [string, string, string])[] = [
    ['an RSA key', pem(rsa.privateKey), 'RS256'],
    ['an RSA key in the older form (PKCS #1)', pem(rsa.privateKey, 'pkcs1'), 'RS256'],
    ['an EC key', pem(ec.privateKey), 'ES256'],
    ['an EC key in the older form (SEC 1)', pem(ec.privateKey, 'sec1'), 'ES256'],
    ['an Ed25519 key', pem(ed.privateKey), 'EdDSA'],
    ['a key on one line', pem(rsa.privateKey).replaceAll('\n', ' '), 'RS256'],
    ['a key with escaped line ends', pem(rsa.privateKey).replaceAll('\n', '\\r\\n'), 'RS256'],
    ['an EC key as JWK', jwk(ec.privateKey), 'ES256'],
    ['an RSA key as JWK for PS256', jwk(rsa.privateKey, { alg: 'PS256' }), 'PS256'],
    ['a set of one JWK', `{"keys":[${jwk(ed.privateKey)}]}`, 'EdDSA'],
  ];
  for (const [name, text, algorithm] of keys) {
    it(`may be ${name}`, async () => {
      const read = readCredential(text);
      assert.ok(read.method === 'private_key_jwt');
      assert.equal(read.algorithm, algorithm);
      assert.match(read.privateKey, /^-----BEGIN PRIVATE KEY-----\n/);
      const key = await signingKey(read.privateKey, read.algorithm);
      assert.deepEqual(key.usages, ['sign']);
      assert.equal(key.extractable, false);
    });
  }

  it('keeps the key id of a JWK', () => {
    const read = readCredential(jwk(ec.privateKey, { kid: 'key-7', use: 'sig' }));
    assert.ok(read.method === 'private_key_jwt');
    assert.equal(read.keyId, 'key-7');
  });

  const encrypted = rsa.privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'made up',
  });
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const otherCurve = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
  const refused: readonly (readonly [string, string, CredentialProblem])[] = [
    ['nothing', ' \n', 'empty'],
    ['a text of several words', 'not a secret', 'not_one_line'],
    ['a public key', pem(rsa.publicKey, 'spki'), 'public_key'],
    ['a public JWK', jwk(ec.publicKey), 'public_key'],
    ['an encrypted key', encrypted.toString(), 'encrypted'],
    ['an OpenSSH key', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----', 'openssh'],
    ['half a key', pem(rsa.privateKey).slice(0, 400), 'unreadable'],
    ['a damaged key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', 'unreadable'],
    ['a JSON that is no key', '{"secret":"x"}', 'unreadable'],
    ['several keys', `{"keys":[${jwk(ec.privateKey)},${jwk(rsa.privateKey)}]}`, 'several_keys'],
    ['a shared key', '{"kty":"oct","k":"AAAA","d":"x"}', 'algorithm'],
    ['a short RSA key', pem(short.privateKey), 'algorithm'],
    ['a curve without an algorithm', pem(otherCurve.privateKey), 'algorithm'],
    ['an algorithm that the key cannot do', jwk(ec.privateKey, { alg: 'RS256' }), 'algorithm'],
  ];
  for (const [name, text, reason] of refused) {
    it(`is not ${name}`, () => {
      assert.throws(() => readCredential(text), refusedFor(reason));
    });
  }
});
