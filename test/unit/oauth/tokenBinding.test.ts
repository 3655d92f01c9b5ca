import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import { bindsTokens, checkTokenType } from '../../../src/core/oauth/tokens/tokenBinding.ts';
import type { BindingSources } from '../../../src/core/oauth/tokens/tokenBinding.ts';

const nobody: BindingSources = {
  issuer: 'https://okta.example/oauth2/default',
  url: 'https://mcp.example/mcp',
  algorithms: undefined,
  required: undefined,
  challenged: undefined,
};
const able = { algorithms: ['RS256', 'ES256'] };

describe('Tokens', () => {
  const table: readonly [string, Partial<BindingSources>, boolean | 'dpop_unsupported'][] = [
    ['are bearer tokens where nobody speaks of keys', {}, false],
    ['are bearer tokens where only the issuer could bind them', able, false],
    ['are bound where the metadata of the server wants it', { ...able, required: true }, true],
    ['are bound where the challenge wants it', { ...able, challenged: 'required' }, true],
    ['are bound where the challenge offers it and the issuer can', { ...able, challenged: 'offered' }, true],
    ['are bearer tokens where the challenge offers more than the issuer can', { challenged: 'offered' }, false],
    ['are not to be had where the issuer says nothing', { required: true }, 'dpop_unsupported'],
    ['are not to be had with another algorithm', { algorithms: ['RS256'], required: true }, 'dpop_unsupported'],
    ['are not to be had where the challenge wants too much', { challenged: 'required' }, 'dpop_unsupported'],
    ['are bearer tokens where the server says that keys are not needed', { ...able, required: false }, false],
  ];
  for (const [name, sources, expected] of table) {
    it(name, () => {
      const decide = (): boolean => bindsTokens({ ...nobody, ...sources });
      if (expected === 'dpop_unsupported') assert.throws(decide, (error) => isAppError(error, expected));
      else assert.equal(decide(), expected);
    });
  }

  it('of another kind than was asked for are refused', () => {
    const { issuer } = nobody;
    const mismatch = (error: unknown): boolean => isAppError(error, 'token_type_mismatch');
    checkTokenType({ token_type: 'bearer' }, { issuer, dpopKey: undefined });
    checkTokenType({ token_type: 'DPoP' }, { issuer, dpopKey: '{}' });
    assert.throws(() => checkTokenType({ token_type: 'bearer' }, { issuer, dpopKey: '{}' }), mismatch);
    assert.throws(() => checkTokenType({ token_type: 'dpop' }, { issuer, dpopKey: undefined }), mismatch);
  });
});
