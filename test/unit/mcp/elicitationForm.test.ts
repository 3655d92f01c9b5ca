import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/mcp/connection.ts';
import { cutAnswer } from '../../../src/core/mcp/requests/cutAnswer.ts';
import { elicitationForm } from '../../../src/core/mcp/requests/elicitationForm.ts';

const formOf = (it: JsonObject | boolean) => elicitationForm({ type: 'object', properties: { it } });

describe('elicitationForm', () => {
  const good: readonly (readonly [string, JsonObject, string])[] = [
    ['a text with a format', { type: 'string', format: 'date' }, 'string'],
    ['a number', { type: 'number', minimum: 0 }, 'number'],
    ['an integer', { type: 'integer' }, 'integer'],
    ['a yes or no', { type: 'boolean', default: false }, 'boolean'],
    ['one word', { type: 'string', enum: ['a'] }, 'enum'],
    ['one titled word', { type: 'string', oneOf: [{ const: 'a', title: 'Ay' }] }, 'enum'],
    ['words', { type: 'array', items: { type: 'string', enum: ['a', 'b'] } }, 'multi'],
    ['titled words', { type: 'array', items: { anyOf: [{ const: 'a', title: 'Ay' }] } }, 'multi'],
  ];
  for (const [what, schema, type] of good) {
    it(`asks for ${what}`, () => assert.equal(formOf(schema)?.[0]?.type, type));
  }

  const bad: readonly (readonly [string, JsonObject | boolean])[] = [
    ['an object', { type: 'object', properties: {} }],
    ['an object that says it is a text', { type: 'string', properties: {} }],
    ['a list of anything', { type: 'array', items: { type: 'string' } }],
    ['a list of objects', { type: 'array', items: { type: 'object' } }],
    ['more words than there are', { type: 'array', items: { enum: ['a'] }, minItems: 2 }],
    ['one of two schemas', { anyOf: [{ type: 'string' }, { type: 'number' }] }],
    ['a reference', { type: 'string', $ref: '#/$defs/it' }],
    ['anything', true],
    ['one of very many words', { type: 'string', enum: Array.from({ length: 10_000 }, (_, index) => `w${index}`) }],
  ];
  for (const [what, schema] of bad) {
    it(`does not ask for ${what}`, () => assert.equal(formOf(schema), undefined));
  }

  it('is a form without fields where only an answer is wanted', () => {
    assert.deepEqual(elicitationForm({ type: 'object', properties: {} }), []);
  });

  it('is none where the schema is of no object, or has no properties', () => {
    assert.deepEqual(
      [elicitationForm({ type: 'string' }), elicitationForm({ type: 'object' })],
      [undefined, undefined],
    );
  });
});

describe('cutAnswer', () => {
  it('ends an answer before the first of the texts at which to stop', () => {
    assert.deepEqual(cutAnswer('one two three', ['three', 'two']), { text: 'one ', isStopped: true });
    assert.deepEqual(cutAnswer('one two', ['none']), { text: 'one two', isStopped: false });
  });
});
