import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signingKeys } from '../../../src/server/config/signingKeys.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = privateKey.export({ format: 'jwk' });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const ofCurve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const { p, ...partly } = jwk;
const setOf = (...keys: object[]): string => JSON.stringify({ keys });

describe('the keys that sign tokens of the proxy', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'incident-desk-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function inFile(text: string): string {
    const file = path.join(folder, 'keys.json');
    writeFileSync(file, text);
    return file;
  }

  it('are taken as they stand, and from a file', () => {
    for (const given of [setOf({ ...jwk, kid: 'one' }), inFile(setOf({ ...jwk, kid: 'one' }))]) {
      assert.deepEqual(signingKeys.parse(given), [{ ...jwk, kid: 'one' }]);
    }
  });

  function problemOf(given: string): string {
    const { error } = signingKeys.safeParse(given);
    const [issue, ...more] = error?.issues ?? [];
    assert.deepEqual(more, []);
    const { message = '' } = issue ?? {};
    for (const part of [jwk.d, jwk.p, jwk.n, ofCurve.d, pem.slice(60, 90), 'MIIE']) {
      assert.ok(!message.includes(part ?? '?'), message);
    }
    return message;
  }

  for (const [what, text, words] of [
    ['PEM', pem, /JSON Web Key Set.*PEM$/],
    ['no JSON', '{"keys":[{"kty":"RSA","d":"' + (jwk.d ?? ''), /must hold JSON.*is no JSON$/],
    ['a key alone', JSON.stringify(jwk), /must hold a JSON Web Key Set, .* is none$/],
    ['no key', setOf(), /must hold a JSON Web Key Set, .* is none$/],
    [
      'a public key',
      setOf(publicKey.export({ format: 'jwk' })),
      /must hold private keys: its key in .* is a public one$/,
    ],
    ['a public key too', setOf(jwk, publicKey.export({ format: 'jwk' })), /private keys: key 2 in .* is a public one$/],
    ['a key of another kind', setOf(ofCurve), /must hold RSA keys: its key in .* is of another kind$/],
    ['a part of a key', setOf(partly), /must hold whole private keys: its key in .* lacks a part$/],
  ] as const) {
    it(`are refused with a word on what is wrong where they are ${what}, as such and in a file`, () => {
      assert.match(problemOf(text), words);
      const file = inFile(text);
      const said = problemOf(file);
      assert.ok(said.includes(file), said);
    });
  }

  it('say which file is not there, or is none', () => {
    assert.match(
      problemOf('/no/such/keys.json'),
      /must name a file that can be read.*: \/no\/such\/keys\.json does not exist$/,
    );
    assert.ok(problemOf(folder).endsWith(`${folder} is a folder, not a file`));
  });

  it('are never shown where they stand in the place of a path', () => {
    assert.match(problemOf(jwk.d ?? ''), /what it names does not exist$/);
    assert.match(problemOf(pem.split('\n').slice(1, -2).join('\n')), /what it names does not exist$/);
  });
});
