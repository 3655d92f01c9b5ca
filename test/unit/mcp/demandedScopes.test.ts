import assert from 'node:assert/strict';
import { demandedScopes } from '../../../src/core/mcp/demandedScopes.ts';

describe('The scopes that a 403 demands', () => {
  const cases: [what: string, header: string | null, scopes: readonly string[] | undefined][] = [
    ['no header', null, undefined],
    ['another reason', 'Bearer error="invalid_token", scope="a"', undefined],
    ['no reason', 'Bearer scope="a"', undefined],
    ['a reason without scopes', 'Bearer error="insufficient_scope"', []],
    ['several scopes', 'Bearer error="insufficient_scope", scope="a b  a"', ['a', 'b']],
    ['a bare scope', 'Bearer scope=a, error=insufficient_scope', ['a']],
    ['a scope that a description mentions', 'Bearer error_description="scope=x", error="insufficient_scope"', []],
    ['another challenge before', 'Basic realm="r", Bearer error="insufficient_scope", scope="a"', ['a']],
    [
      'two challenges, as two headers come joined',
      'Bearer error="insufficient_scope", scope="a", DPoP algs="ES256", error="insufficient_scope", scope="a b"',
      ['a', 'b'],
    ],
    ['a scope under another reason', 'DPoP scope="x", Bearer error="insufficient_scope", scope="a"', ['a']],
    ['a repeated parameter', 'Bearer error="insufficient_scope", scope="a", scope="b"', ['a']],
    ['what is no scope', 'Bearer error="insufficient_scope", scope="a \u202eb c\\\\d"', ['a']],
    ['more than can be read', `Bearer error="insufficient_scope", scope="${'x'.repeat(3000)}"`, []],
  ];
  for (const [what, header, scopes] of cases) {
    it(`are read from ${what}`, () => assert.deepEqual(demandedScopes(header), scopes));
  }

  it('come whole, however long their names are', () => {
    const scopes = Array.from(
      { length: 20 },
      (_, index) => `https://example.com/auth/incidents.read.everything/${index}`,
    );
    assert.deepEqual(demandedScopes(`Bearer error="insufficient_scope", scope="${scopes.join(' ')}"`), scopes);
  });
});
