import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskSecrets, unmasked } from '../../../../src/core/incidents/create/context/maskSecrets.ts';

const mask = (text: string) => maskSecrets(text, (number) => `[masked ${number}]`);
const KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc/+=\n-----END RSA PRIVATE KEY-----';

describe('Secrets in a text', () => {
  for (const [text, masked] of [
    ['> Authorization: Bearer abc.def-123', '> Authorization: Bearer [masked 1]'],
    ['authorization: Basic ZXJpbjpwdw==', 'authorization: Basic [masked 1]'],
    ['{"Authorization":"SSWS 00abcdef"}', '{"Authorization":"SSWS [masked 1]"}'],
    ['Authorization: 0123456789abcdef0123', 'Authorization: [masked 1]'],
    ['Set-Cookie: sid=abcdef; Path=/', 'Set-Cookie: [masked 1]'],
    ['x-api-key: k3yk3yk3y', 'x-api-key: [masked 1]'],
    ['sent Bearer abcdefghij0123456789 twice', 'sent Bearer [masked 1] twice'],
    ['token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln seen', 'token [masked 1] seen'],
    ['push with ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'push with [masked 1]'],
    ['AWS AKIAIOSFODNN7EXAMPLE', 'AWS [masked 1]'],
    ['postgres://erin:hunter2@db/shop', 'postgres://[masked 1]@db/shop'],
    ['GET /cb?access_token=abc123def&x=1', 'GET /cb?access_token=[masked 1]&x=1'],
    ['DB_PASSWORD=correcthorse', 'DB_PASSWORD=[masked 1]'],
    ["clientSecret: 'abcdefgh'", "clientSecret: '[masked 1]'"],
    ['deploy --token abcdefgh', 'deploy --token [masked 1]'],
    ['  db.password: hunter2hunter2', '  db.password: [masked 1]'],
    [`before\n${KEY}\nafter`, 'before\n[masked 1]\nafter'],
    [KEY.slice(0, 50), '[masked 1]'],
  ] as const) {
    it(`are masked: ${text.split('\n')[0] ?? ''}`, () => {
      const result = mask(text);
      assert.equal(result.text, masked);
      assert.equal(unmasked(result.text, result.secrets), text);
    });
  }

  for (const text of [
    'function check(token: string, password: string): boolean {',
    'const authorization = headers.authorization;',
    'headers.set("Authorization", `Bearer ${token}`)',
    'expected 3 tokens, got 4',
    'The password is wrong.',
    'https://example.com/a:b/c@d',
    'commit 0123456789abcdef0123456789abcdef01234567',
    'password: yes',
  ]) {
    it(`are not seen where none is: ${text}`, () => assert.deepEqual(mask(text), { text, secrets: [] }));
  }

  it('get the same mask each time, wherever they stand', () => {
    const { text, secrets } = mask('API_TOKEN=abcdefgh1\nPASSWORD=othersecret\nhello abcdefgh1');
    assert.equal(text, 'API_TOKEN=[masked 1]\nPASSWORD=[masked 2]\nhello [masked 1]');
    assert.equal(secrets.length, 2);
  });

  it('can all be put back, whatever is around them', () => {
    const secret = fc.constantFrom('PASSWORD=abcdefgh', 'Bearer 0123456789abcdef', KEY, 'ghp_abcdefghijklmnopqrstuv');
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), secret)), fc.constantFrom(' ', '\n', ''), (parts, between) => {
        const text = parts.join(between);
        fc.pre(!text.includes('[masked'));
        const result = mask(text);
        assert.equal(unmasked(result.text, result.secrets), text);
      }),
    );
  });

  it('are looked for in little time, however hostile the text is', () => {
    for (const piece of ['a-', 'eyJaaaaaaaaa-', 'password', '-----BEGIN PRIVATE KEY-----', 'token=', 'x://a:', ' :']) {
      const started = performance.now();
      mask(piece.repeat(Math.ceil(100_000 / piece.length)));
      assert.ok(performance.now() - started < 2000, piece);
    }
  });
});
