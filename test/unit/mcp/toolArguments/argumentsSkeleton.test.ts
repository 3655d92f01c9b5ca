import assert from 'node:assert/strict';
import type { Json, JsonObject } from '../../../../src/core/mcp/connection.ts';
import { argumentsSkeleton } from '../../../../src/core/mcp/toolArguments/argumentsSkeleton.ts';

describe('Arguments to begin with', () => {
  const cases: readonly (readonly [string, Json, Json])[] = [
    ['a text', { type: 'string' }, ''],
    ['a number', { type: 'number' }, 0],
    ['a number with a least value', { type: 'integer', minimum: 5 }, 5],
    ['yes or no', { type: 'boolean' }, false],
    ['a default', { type: 'string', default: 'x' }, 'x'],
    ['a choice', { enum: ['a', 'b'] }, 'a'],
    ['a constant', { const: 7 }, 7],
    ['a list', { type: 'array', items: { type: 'string' } }, []],
    ['a list that must not be empty', { type: 'array', minItems: 2, items: { type: 'string' } }, ['']],
    ['an object', { type: 'object', required: ['a'], properties: { a: { type: 'string' }, b: {} } }, { a: '' }],
    ['an object by reference', { $ref: '#/$defs/person' }, { name: '' }],
    ['the first of several', { oneOf: [{ $ref: '#/$defs/person' }, { type: 'string' }] }, { name: '' }],
    ['anything', {}, null],
    ['a text or null', { type: ['null', 'string'] }, ''],
  ];
  const $defs = { person: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } };
  for (const [what, own, expected] of cases) {
    it(`hold ${what} that is required`, () => {
      const schema = { type: 'object', $defs, properties: { it: own }, required: ['it'] };
      assert.deepEqual(argumentsSkeleton(schema), { it: expected });
    });
  }

  it('leave out what is optional and has no default', () => {
    const properties = { a: { type: 'string' }, b: { type: 'number', default: 3 } };
    assert.deepEqual(argumentsSkeleton({ type: 'object', properties }), { b: 3 });
  });

  it('hold what all, and what the first of the alternatives at the root ask for', () => {
    const branch = (name: string) => ({ properties: { [name]: { type: 'string' } }, required: [name] });
    const schema = { allOf: [branch('a'), branch('b')], anyOf: [branch('c'), branch('d')] };
    assert.deepEqual(argumentsSkeleton(schema), { a: '', b: '', c: '' });
  });

  it('are those of the last call where there are some', () => {
    const schema = { properties: { a: { default: 1 }, b: {} }, required: ['b'] };
    assert.deepEqual(argumentsSkeleton(schema, { a: 2, x: 'y' }), { b: null, a: 2, x: 'y' });
  });

  it('end, whatever the schema', () => {
    const endless = { $defs: {}, required: ['again'], properties: { again: { $ref: '#' } } };
    assert.ok(JSON.stringify(argumentsSkeleton(endless)).length < 1000);
    const names = Array.from({ length: 10 }, (_, at) => `p${at}`);
    const wide: JsonObject = {
      required: names,
      properties: Object.fromEntries(names.map((name) => [name, { type: 'object', $ref: '#' }])),
    };
    assert.ok(JSON.stringify(argumentsSkeleton(wide)).length < 20_000);
  });
});
