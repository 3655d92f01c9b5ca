import assert from 'node:assert/strict';
import type { Json, JsonObject } from '../../../../src/core/mcp/connection.ts';
import { editorSchema } from '../../../../src/core/mcp/toolArguments/editorSchema.ts';

const DRAFT = { $schema: 'https://json-schema.org/draft/2020-12/schema' };

describe('The schema that the editor checks arguments by', () => {
  it('says what the server said', () => {
    const schema: JsonObject = {
      type: 'object',
      required: ['to'],
      additionalProperties: false,
      properties: {
        to: { $ref: '#/$defs/person' },
        title: { type: 'string', title: 'Title', description: 'What happened', maxLength: 9 },
        kind: { anyOf: [{ const: 'a' }, { enum: ['b', null], default: 'b' }] },
      },
      $defs: { person: { type: 'object', properties: { pattern: { type: 'string', format: 'email' } } } },
    };
    assert.deepEqual(editorSchema(schema), { ...DRAFT, ...schema });
  });

  it('leads nowhere else, runs nothing, and tries no pattern', () => {
    const hostile = {
      $id: 'https://evil.example/',
      $schema: 'https://evil.example/meta',
      $ref: 'file:///etc/passwd',
      markdownDescription: '![x](https://evil.example/x.png)',
      defaultSnippets: [{ body: '${CLIPBOARD}' }],
      errorMessage: '[x](command:x)',
      pattern: '(a+)+$',
      patternProperties: { '(a+)+$': {} },
      additionalProperties: false,
      type: 'string',
    };
    const inner = { type: 'string' };
    assert.deepEqual(editorSchema({ ...hostile, properties: { $ref: hostile } }), {
      ...DRAFT,
      ...inner,
      properties: { $ref: inner },
    });
  });

  it('has texts without controls, and short ones', () => {
    const kept = editorSchema({ title: 'a\u202eb', description: `x\u0007${'y'.repeat(100_000)}` });
    assert.equal(kept?.['title'], 'ab');
    assert.ok(JSON.stringify(kept).length < 3000);
  });

  it('takes anything below the depth that it is looked through to', () => {
    let deep: Json = { type: 'string' };
    for (let level = 0; level < 50_000; level += 1) deep = { items: deep };
    assert.ok(JSON.stringify(editorSchema({ items: deep })).length < 2000);
  });

  it('is none where it is too large', () => {
    const properties = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, { type: 'string' }]));
    assert.ok(editorSchema({ properties: properties(10_000) }));
    assert.equal(editorSchema({ properties: properties(30_000) }), undefined);
  });
});
