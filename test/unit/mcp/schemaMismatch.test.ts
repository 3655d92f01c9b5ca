import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/mcp/connection.ts';
import { schemaMismatch } from '../../../src/core/mcp/schemaMismatch.ts';

const SCHEMA = {
  type: 'object',
  properties: { id: { type: 'string' }, count: { type: 'integer', minimum: 0 } },
  required: ['id'],
  additionalProperties: false,
};

describe('structured content', () => {
  it('that fits its schema is no mismatch', async () => {
    assert.equal((await schemaMismatch(SCHEMA))({ id: 'a', count: 1 }), undefined);
  });

  it('that does not is told in the words of the validator, which name the place', async () => {
    const find = await schemaMismatch(SCHEMA);
    assert.match(find({ id: 'a', count: -1 }) ?? '', /count/);
    assert.match(find({ count: 1 }) ?? '', /id/);
    assert.equal(find({ id: 'a' }), undefined);
  });

  it('is told without control characters and at bearable length', async () => {
    const name = `evil\u202e\u0007${'x'.repeat(5000)}`;
    const words = (await schemaMismatch({ type: 'object', required: [name] }))({}) ?? '';
    assert.ok(words.length <= 500 && words.length > 0, words);
    assert.doesNotMatch(words, /[\p{Cc}\p{Cf}]/u);
  });

  it('is not judged by a schema that nobody understands', async () => {
    for (const schema of [{ type: 'nonsense' }, { $ref: '#/nowhere' }, { $schema: 'https://example.com/mine' }]) {
      assert.equal((await schemaMismatch(schema))({ id: 1 }), undefined);
    }
  });

  it('is tried by no pattern of the server', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } };
    assert.equal((await schemaMismatch(schema))({ a: `${'a'.repeat(50_000)}!` }), undefined);
  });

  it('is not judged by a schema that leads to itself without an end', async () => {
    assert.equal((await schemaMismatch({ type: 'object', allOf: [{ $ref: '#' }] }))({ a: 1 }), undefined);
  });

  it('is judged no longer than the editor can wait, though a small schema may ask for endless looking', async () => {
    const levels = Array.from({ length: 40 }, (_, at): [string, JsonObject] => {
      const next = { $ref: `#/$defs/l${at + 1}` };
      return [`l${at}`, { allOf: [next, next] }];
    });
    const $defs = { ...Object.fromEntries(levels), l40: { type: 'object' } };
    const find = await schemaMismatch({ type: 'object', $defs, $ref: '#/$defs/l0' });
    const began = performance.now();
    assert.equal(find({ a: 1 }), undefined);
    assert.ok(performance.now() - began < 5000);
  });
});
