import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { requireRandom } from '../../../src/server/proxy/secretStrength.ts';
import { prepareSigningKeys } from '../../../src/server/proxy/signingKeys.ts';

async function rsaKey(): Promise<JWK> {
  return exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey);
}

describe("the proxy's signing keys", () => {
  it('are published without what is secret', async () => {
    const { published, secret } = await prepareSigningKeys([await rsaKey()]);
    assert.deepEqual(Object.keys(published.keys[0] ?? {}).toSorted(), ['alg', 'e', 'kid', 'kty', 'n', 'use']);
    assert.ok(secret[0]?.d);
  });

  it('are made where none are configured', async () => {
    assert.equal((await prepareSigningKeys(undefined)).secret.length, 1);
  });

  for (const [what, change, words] of [
    ['for encryption', { use: 'enc' }, /^Error: key 2 is not for signing: its use is enc$/],
    ['for another algorithm', { alg: 'RSA-OAEP' }, /^Error: key 2 is not for RS256: its alg is RSA-OAEP$/],
  ] as const) {
    it(`are none ${what}`, async () => {
      await assert.rejects(prepareSigningKeys([await rsaKey(), { ...(await rsaKey()), ...change }]), words);
    });
  }

  it('are none whose parts do not belong together', async () => {
    const [one, other] = [await rsaKey(), await rsaKey()];
    await assert.rejects(prepareSigningKeys([{ ...one, n: other.n ?? '' }]), /^Error: key 1 does not sign$/);
  });

  it('are none of fewer than 2048 bits', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    await assert.rejects(prepareSigningKeys([await exportJWK(privateKey)]), /^Error: key 1 has 1024 bits.*2048/);
  });
});

describe("the proxy's secret", () => {
  it('is none of few different characters', () => {
    for (const secret of ['a'.repeat(32), 'abc'.repeat(20), '1234567'.repeat(5)]) {
      assert.throws(() => requireRandom(secret), /can be guessed/);
    }
  });

  it('may be of hexadecimal digits', () => {
    for (let times = 0; times < 100; times += 1) requireRandom(randomBytes(16).toString('hex'));
  });
});
