import assert from 'node:assert/strict';
import { withoutTokens } from '../../../../src/core/mcp/requests/withoutTokens.ts';

describe('a line of a server’s log', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['{"authorization":"Bearer abc.DEF-123_~+/=="}', '{"authorization":"Bearer •••"}'],
    ['got DPoP  abcdefgh1, then more', 'got DPoP  •••, then more'],
    ['token eyJhbGciOi.eyJzdWIi.c2ln_-A refused', 'token ••• refused'],
    ['a bearer of bad news, eyJ and 1.2.3', 'a bearer of bad news, eyJ and 1.2.3'],
  ];
  for (const [text, kept] of rows) it(`is kept as ${kept}`, () => assert.equal(withoutTokens(text), kept));
});
