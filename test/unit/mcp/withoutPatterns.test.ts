import assert from 'node:assert/strict';
import { withoutPatterns } from '../../../src/core/mcp/withoutPatterns.ts';

describe('a schema without patterns', () => {
  it('keeps everything else at every depth', () => {
    const item = { type: 'string', minLength: 1 };
    const schema = {
      type: 'object',
      properties: {
        pattern: { ...item, pattern: '^(a+)+$' },
        list: { type: 'array', items: [{ pattern: 'x' }, true] },
      },
      $defs: { one: { allOf: [{ pattern: '(b*)*' }, { maxLength: 3 }] } },
      required: ['pattern'],
    };
    assert.deepEqual(withoutPatterns(schema), {
      type: 'object',
      properties: { pattern: item, list: { type: 'array', items: [{}, true] } },
      $defs: { one: { allOf: [{}, { maxLength: 3 }] } },
      required: ['pattern'],
    });
  });

  it('says nothing of properties that only a pattern would have told apart', () => {
    const patterned = { patternProperties: { '^(x+)+$': { type: 'string' } }, additionalProperties: false };
    assert.deepEqual(withoutPatterns({ ...patterned, unevaluatedProperties: false, type: 'object' }), {
      type: 'object',
    });
    assert.deepEqual(withoutPatterns({ additionalProperties: false }), { additionalProperties: false });
  });
});
