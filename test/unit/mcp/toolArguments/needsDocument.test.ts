import assert from 'node:assert/strict';
import type { Json, JsonObject } from '../../../../src/core/mcp/connection.ts';
import { needsDocument } from '../../../../src/core/mcp/toolArguments/needsDocument.ts';
import { toolForm } from '../../../../src/core/mcp/toolForm.ts';

const $defs = {
  level: { type: 'string', enum: ['low', 'high'] },
  person: { type: 'object', properties: { name: { type: 'string' } } },
  round: { $ref: '#/$defs/round' },
  tree: { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/$defs/tree' } } } },
  lists: { type: 'array', items: { $ref: '#/$defs/lists' } },
};

function schemaOf(own: Json): JsonObject {
  return { type: 'object', $defs, properties: { it: own } };
}

describe('Whether a tool’s arguments are a form or a document', () => {
  const asked: readonly (readonly [string, Json, string])[] = [
    ['a text', { type: 'string' }, 'string'],
    ['a choice by reference', { $ref: '#/$defs/level', description: 'How bad' }, 'enum'],
    ['an optional choice by reference', { anyOf: [{ $ref: '#/$defs/level' }, { type: 'null' }] }, 'enum'],
    ['several choices by reference', { type: 'array', items: { $ref: '#/$defs/level' } }, 'multi'],
    ['several texts', { type: 'array', items: { type: 'string' } }, 'list'],
    ['several numbers', { type: 'array', items: { type: 'integer', minimum: 1 } }, 'list'],
    ['a text or a number', { anyOf: [{ type: 'string' }, { type: 'number' }] }, 'json'],
    ['anything', {}, 'json'],
    ['a list of anything', { type: 'array' }, 'json'],
  ];
  for (const [what, own, type] of asked) {
    it(`asks for ${what} in a form, as ${type}`, () => {
      assert.equal(needsDocument(schemaOf(own)), undefined);
      assert.equal(toolForm(schemaOf(own))[0]?.type, type);
    });
  }

  const nested: readonly (readonly [string, Json])[] = [
    ['an object', { type: 'object' }],
    ['an object or null', { anyOf: [{ type: 'object' }, { type: 'null' }] }],
    ['an object by reference', { $ref: '#/$defs/person' }],
    ['a list of objects', { type: 'array', items: { $ref: '#/$defs/person' } }],
    ['a list of lists', { type: 'array', items: { type: 'array', items: { type: 'string' } } }],
    ['one of two objects', { oneOf: [{ $ref: '#/$defs/person' }, { properties: { id: {} } }] }],
    ['a tuple', { type: 'array', prefixItems: [{ type: 'string' }] }],
    ['something that holds itself', { $ref: '#/$defs/tree' }],
    ['a list of itself', { $ref: '#/$defs/lists' }],
    ['a circle of references', { $ref: '#/$defs/round' }],
    ['a reference elsewhere', { $ref: 'https://example.com/schema' }],
    ['a choice of objects', { enum: [{ a: 1 }] }],
  ];
  for (const [what, own] of nested) {
    it(`takes a document for ${what}`, () => assert.equal(needsDocument(schemaOf(own)), 'nested'));
  }

  for (const keyword of ['anyOf', 'oneOf', 'allOf', 'if', 'patternProperties']) {
    it(`takes a document where ${keyword} stands at the root`, () =>
      assert.equal(needsDocument({ ...schemaOf({ type: 'string' }), [keyword]: [] }), 'nested'));
  }

  it('takes a document where there are more arguments than a form can ask for', () => {
    const properties = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`p${at}`, { type: 'string' }]));
    assert.equal(needsDocument({ type: 'object', properties }), 'large');
  });

  it('takes a document where a schema is too deep to look through', () => {
    let deep: Json = { type: 'string' };
    for (let level = 0; level < 10_000; level += 1) deep = { type: 'array', items: deep };
    assert.equal(needsDocument(schemaOf(deep)), 'nested');
  });

  it('takes a document where a schema has more branches than can be looked through', () => {
    const branches = (to: string): Json => ({ anyOf: Array.from({ length: 300 }, () => ({ $ref: `#/$defs/${to}` })) });
    const wide = { a: branches('b'), b: branches('c'), c: branches('d'), d: { type: 'string' } };
    const began = performance.now();
    assert.equal(needsDocument({ type: 'object', $defs: wide, properties: { it: { $ref: '#/$defs/a' } } }), 'nested');
    assert.ok(performance.now() - began < 1000);
  });

  it('asks for nothing where a tool takes nothing', () => {
    assert.equal(needsDocument({ type: 'object' }), undefined);
    assert.equal(needsDocument({ type: 'object', properties: {}, additionalProperties: false }), undefined);
  });
});
