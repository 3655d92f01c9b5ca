import assert from 'node:assert/strict';
import { bearerChallenge, parseChallenges } from '../../../src/core/oauth/discovery/challenge.ts';

describe('WWW-Authenticate', () => {
  const table: readonly [string, string, object][] = [
    ['a bare scheme', 'Bearer', [{ scheme: 'bearer', parameters: {} }]],
    ['quoted and plain values', 'Bearer a="x y", b=z', [{ scheme: 'bearer', parameters: { a: 'x y', b: 'z' } }]],
    ['escaped quotes', String.raw`Bearer a="say \"hi\" \\"`, [{ scheme: 'bearer', parameters: { a: 'say "hi" \\' } }]],
    ['commas inside quotes', 'Bearer a="x, Basic y"', [{ scheme: 'bearer', parameters: { a: 'x, Basic y' } }]],
    ['names in any case', 'BEARER Scope="a"', [{ scheme: 'bearer', parameters: { scope: 'a' } }]],
    ['spaces around "="', 'Bearer a = "x" , b = y', [{ scheme: 'bearer', parameters: { a: 'x', b: 'y' } }]],
    [
      'several challenges',
      'Basic realm="r", Bearer a="1", b="2", Negotiate',
      [
        { scheme: 'basic', parameters: { realm: 'r' } },
        { scheme: 'bearer', parameters: { a: '1', b: '2' } },
        { scheme: 'negotiate', parameters: {} },
      ],
    ],
    [
      'token68 before another challenge',
      'Negotiate YII/abc==, Bearer a="1"',
      [
        { scheme: 'negotiate', parameters: {} },
        { scheme: 'bearer', parameters: { a: '1' } },
      ],
    ],
    ['empty list elements', ', ,Bearer a="1",, b="2",', [{ scheme: 'bearer', parameters: { a: '1', b: '2' } }]],
    ['a repeated parameter: the first', 'Bearer a="1", a="2"', [{ scheme: 'bearer', parameters: { a: '1' } }]],
    [
      'an unfinished quote: what came before',
      'Bearer a="1", b="2',
      [
        { scheme: 'bearer', parameters: { a: '1' } },
        { scheme: 'b', parameters: {} },
      ],
    ],
    ['nothing', '', []],
    ['no scheme', '"x"', []],
  ];
  for (const [name, header, expected] of table) {
    it(`reads ${name}`, () => assert.deepEqual(parseChallenges(header), expected));
  }

  it('reads a long hostile header in linear time', () => {
    const started = performance.now();
    parseChallenges(`Bearer ${'a=b, '.repeat(20_000)}"${'\\'.repeat(20_000)}`);
    assert.ok(performance.now() - started < 1000);
  });

  it('gives scopes and the metadata address of the Bearer challenge', () => {
    const header =
      'Basic realm="x", Bearer error="invalid_token", scope="a  b", resource_metadata="https://m.example/x"';
    assert.deepEqual(bearerChallenge(header), {
      scopes: ['a', 'b'],
      resourceMetadata: 'https://m.example/x',
      error: 'invalid_token',
    });
  });

  it('gives nothing where there is no Bearer challenge', () => {
    assert.deepEqual(bearerChallenge(null), {});
    assert.deepEqual(bearerChallenge('Basic scope="a"'), {});
    assert.deepEqual(bearerChallenge('Bearer scope=" "'), {});
  });

  it('says whether tokens may or must be bound to a key', () => {
    assert.deepEqual(bearerChallenge('DPoP algs="ES256", resource_metadata="https://m.example/x"'), {
      resourceMetadata: 'https://m.example/x',
      dpop: 'required',
    });
    assert.deepEqual(bearerChallenge('DPoP algs="ES256", error="x", Bearer error="invalid_token"'), {
      error: 'invalid_token',
      dpop: 'offered',
    });
  });
});
