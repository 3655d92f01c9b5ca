import assert from 'node:assert/strict';
import type { Json, JsonObject } from '../../../src/core/mcp/connection.ts';
import { toolForm } from '../../../src/core/mcp/toolForm.ts';
import type { FormField } from '../../../src/core/mcp/toolForm.ts';
import { validateField } from '../../../src/core/mcp/validateField.ts';

function fieldOf(schema: Json, required = false): FormField {
  const [field] = toolForm({ type: 'object', properties: { it: schema }, required: required ? ['it'] : [] });
  assert.ok(field);
  return field;
}

/** Two of three words. */
const SOME = { type: 'array', items: { enum: ['a', 'b', 'c'] }, minItems: 2, maxItems: 2 };

describe('toolForm', () => {
  const types: readonly (readonly [string, JsonObject, string])[] = [
    ['a text', { type: 'string' }, 'string'],
    ['a number', { type: 'number' }, 'number'],
    ['an integer', { type: 'integer' }, 'integer'],
    ['a yes or no', { type: 'boolean' }, 'boolean'],
    ['one of some words', { type: 'string', enum: ['a', 'b'] }, 'enum'],
    ['one of some titled constants', { oneOf: [{ const: 'a', title: 'A' }] }, 'enum'],
    [
      'an optional text as Python writes it',
      { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
      'string',
    ],
    ['an optional choice', { anyOf: [{ enum: ['a'] }, { type: 'null' }] }, 'enum'],
    ['any of some words', { type: 'array', items: { type: 'string', enum: ['a', 'b'] } }, 'multi'],
    ['any of some titled constants', { type: 'array', items: { anyOf: [{ const: 'a', title: 'A' }] } }, 'multi'],
    ['a number or null', { type: ['number', 'null'] }, 'number'],
    ['a text or a number', { type: ['string', 'number'] }, 'json'],
    ['one of two schemas', { anyOf: [{ type: 'string' }, { type: 'number' }] }, 'json'],
    ['a list', { type: 'array', items: { type: 'string' } }, 'list'],
    ['several of some words', { type: 'array', items: { enum: ['a', 'b'] } }, 'multi'],
    ['a list of lists', { type: 'array', items: { type: 'array' } }, 'json'],
    ['an object', { type: 'object' }, 'json'],
    ['a choice of objects', { enum: [{ a: 1 }, { a: 2 }] }, 'json'],
    ['a reference', { $ref: '#/$defs/it' }, 'json'],
    ['no schema at all', {}, 'json'],
    ['an unknown type', { type: 'date' }, 'json'],
  ];
  for (const [what, schema, type] of types) {
    it(`asks for ${what} as ${type}`, () => assert.equal(fieldOf(schema).type, type));
  }

  it('tells what is secret: by its name, by its format, or since it is only ever written', () => {
    const properties = {
      ...{ api_key: { type: 'string' }, pin: { type: 'string', format: 'password' }, plain: { type: 'string' } },
      ...{ word: { $ref: '#/$defs/word' }, times: { type: 'integer' } },
    };
    const fields = toolForm({ type: 'object', properties, $defs: { word: { type: 'string', writeOnly: true } } });
    assert.deepEqual(
      fields.filter(({ isSecret }) => isSecret).map(({ name }) => name),
      ['api_key', 'pin', 'word'],
    );
  });

  it('asks for what is required first and keeps the rest of the order', () => {
    const properties = { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string' } };
    const fields = toolForm({ type: 'object', properties, required: ['c', 'missing'] });
    assert.deepEqual(
      fields.map(({ name, required }) => [name, required]),
      [
        ['c', true],
        ['a', false],
        ['b', false],
      ],
    );
  });

  it('takes titles, descriptions, defaults and limits from the schema, made safe to show', () => {
    const schema = {
      type: 'integer',
      title: 'How\u202e many',
      description: 'a\u0000b',
      default: 3,
      minimum: 1,
      maximum: 9,
    };
    const { title, description, default: initial, constraints } = fieldOf(schema);
    assert.deepEqual([title, description, initial], ['How many', 'ab', 3]);
    assert.deepEqual(constraints, { minimum: 1, maximum: 9 });
  });

  it('names choices by their titles', () => {
    const expected = [
      { value: 'a', title: 'Ay' },
      { value: 'b', title: 'b' },
    ];
    assert.deepEqual(fieldOf({ enum: ['a', 'b'], enumNames: ['Ay'] }).choices, expected);
    assert.deepEqual(fieldOf({ oneOf: [{ const: 'a', title: 'Ay' }, { const: 'b' }] }).choices, expected);
  });

  for (const schema of [{}, { properties: [] }, { properties: 'none', required: 7 }, { type: 'object' }]) {
    it(`has no fields for ${JSON.stringify(schema)}`, () => assert.deepEqual(toolForm(schema), []));
  }
});

describe('validateField', () => {
  const good: readonly (readonly [JsonObject, string, Json])[] = [
    [{ type: 'string' }, ' kept as it is ', ' kept as it is '],
    [{ type: 'string', minLength: 0 }, 'x', 'x'],
    [{ type: 'string', pattern: '^[A-Z]+-\\d+$' }, 'INC-1', 'INC-1'],
    [{ type: 'string', maxLength: 1 }, '🔥', '🔥'],
    [{ type: 'string', format: 'email' }, 'ada@example.com', 'ada@example.com'],
    [{ type: 'string', format: 'date' }, '2026-11-20', '2026-11-20'],
    [{ type: 'string', format: 'date-time' }, '2026-11-20T09:12:00Z', '2026-11-20T09:12:00Z'],
    [{ type: 'string', format: 'uri' }, 'https://example.com', 'https://example.com'],
    [{ type: 'string', format: 'unheard-of' }, 'x', 'x'],
    [{ type: 'number' }, ' 1.5 ', 1.5],
    [{ type: 'number' }, '-2e3', -2000],
    [{ type: 'number', multipleOf: 0.1 }, '0.3', 0.3],
    [{ type: 'integer', minimum: 1, maximum: 3 }, '3', 3],
    [{ type: 'integer' }, '2.0', 2],
    [{ type: 'boolean' }, 'TRUE', true],
    [{ type: 'boolean' }, 'false', false],
    [{ enum: ['a', 'b'] }, 'b', 'b'],
    [{ enum: [1, 2] }, '2', 2],
    [{ oneOf: [{ const: 'a', title: 'Ay' }] }, 'Ay', 'a'],
    [{ type: 'array', items: { type: 'string' } }, ' a, b c ', ['a', 'b c']],
    [{ type: 'array', items: { type: 'string' } }, '["a,b"]', ['a,b']],
    [{ type: 'array', items: { type: 'integer' } }, '1, 2', [1, 2]],
    [{ type: 'array', items: { enum: ['a', 'b'] }, maxItems: 1 }, '["b"]', ['b']],
    [{ type: 'array' }, '["a", 1]', ['a', 1]],
    [SOME, '["b","a"]', ['b', 'a']],
    [{ type: 'object' }, '{"a": {}}', { a: {} }],
    [{}, 'null', null],
  ];
  for (const [schema, text, value] of good) {
    it(`takes ${JSON.stringify(text)} for ${JSON.stringify(schema)}`, () =>
      assert.deepEqual(validateField(fieldOf(schema, true), text), { value }));
  }

  const bad: readonly (readonly [JsonObject, string, string, string])[] = [
    [{ type: 'string' }, '', 'required', ''],
    [{ type: 'number' }, '  ', 'required', ''],
    [{ type: 'string', minLength: 3 }, 'ab', 'too_short', '3'],
    [{ type: 'string', maxLength: 3 }, 'abcd', 'too_long', '3'],
    [{ type: 'string', pattern: '^a$' }, 'b', 'not_matching', '^a$'],
    [{ type: 'string', format: 'email' }, 'ada', 'not_format', 'email'],
    [{ type: 'string', format: 'date' }, '2026-13-40', 'not_format', 'date'],
    [{ type: 'string', format: 'date-time' }, '2026-11-20', 'not_format', 'date-time'],
    [{ type: 'string', format: 'uri' }, 'no uri', 'not_format', 'uri'],
    [{ type: 'number' }, '0x10', 'not_number', ''],
    [{ type: 'number' }, '1e999', 'not_number', ''],
    [{ type: 'number' }, 'Infinity', 'not_number', ''],
    [{ type: 'integer' }, '1.5', 'not_integer', ''],
    [{ type: 'integer' }, '9007199254740993', 'not_integer', ''],
    [{ type: 'number', minimum: 1 }, '0', 'below_minimum', '1'],
    [{ type: 'number', maximum: 1 }, '2', 'above_maximum', '1'],
    [{ type: 'number', exclusiveMinimum: 1 }, '1', 'not_above', '1'],
    [{ type: 'number', exclusiveMaximum: 1 }, '1', 'not_below', '1'],
    [{ type: 'number', multipleOf: 5 }, '7', 'not_multiple', '5'],
    [{ type: 'boolean' }, 'yes', 'not_boolean', ''],
    [{ enum: ['a', 'b'] }, 'c', 'not_a_choice', ''],
    [SOME, '["d"]', 'not_a_choice', ''],
    [SOME, 'a', 'not_a_choice', ''],
    [SOME, '["a"]', 'too_few', '2'],
    [SOME, '["a","b","c"]', 'too_many', '2'],
    [{ type: 'array' }, '[1', 'not_json', ''],
    [{ type: 'array', items: { type: 'string' } }, '["a"', 'not_json', ''],
    [{ type: 'array', items: { type: 'integer' } }, '1, x', 'not_number', ''],
    [{ type: 'array', items: { type: 'string', maxLength: 1 } }, 'a, bc', 'too_long', '1'],
    [{ type: 'array', items: { type: 'string' }, minItems: 2 }, 'a', 'too_few_items', '2'],
    [{ type: 'array', items: { type: 'string' }, maxItems: 1 }, 'a,b', 'too_many_items', '1'],
    [{ type: 'array', items: { enum: ['a', 'b'] }, minItems: 1 }, '[]', 'too_few', '1'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, '["c"]', 'not_a_choice', ''],
    [{ type: 'array' }, '{}', 'wrong_json_type', 'array'],
    [{ type: 'object' }, '[]', 'wrong_json_type', 'object'],
  ];
  for (const [schema, text, code, limit] of bad) {
    it(`refuses ${JSON.stringify(text)} for ${JSON.stringify(schema)} as ${code}`, () =>
      assert.deepEqual(validateField(fieldOf(schema, true), text), { problem: { code, limit } }));
  }

  for (const type of ['string', 'number', 'boolean', 'array']) {
    it(`leaves an optional ${type} out that was left empty`, () =>
      assert.deepEqual(validateField(fieldOf({ type }), ''), {}));
  }

  it('takes an empty text where the schema allows it on purpose', () => {
    assert.deepEqual(validateField(fieldOf({ type: 'string', minLength: 0 }, true), ''), { value: '' });
  });

  it('leaves a pattern that could take forever, or is none, to the server', () => {
    for (const pattern of ['^(a+)+$', '(', '^(a|a)*b+$'.repeat(40)]) {
      const text = `${'a'.repeat(40)}!`;
      assert.deepEqual(validateField(fieldOf({ type: 'string', pattern }, true), text), { value: text });
    }
  });
});
