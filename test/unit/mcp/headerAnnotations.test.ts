import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/mcp/connection.ts';
import { hasValidHeaderAnnotations } from '../../../src/core/mcp/headerAnnotations.ts';

const region: JsonObject = { type: 'string', 'x-mcp-header': 'Region' };

function object(properties: JsonObject, more: JsonObject = {}): JsonObject {
  return { type: 'object', properties, ...more };
}

describe('the header annotations of a tool', () => {
  const good: Readonly<Record<string, JsonObject>> = {
    'there are none': object({ region: { type: 'string' } }),
    'they are on primitive arguments': object({
      region,
      count: { type: 'integer', 'x-mcp-header': 'Count' },
      dry: { type: 'boolean', 'x-mcp-header': 'Dry' },
    }),
    'they are on an argument within another': object({ place: object({ region }) }),
    'their word is an argument of the tool': object({ 'x-mcp-header': { type: 'object' } }),
    'their word stands in data': object({ data: { type: 'object', default: { 'x-mcp-header': 7 } } }),
  };
  for (const [title, schema] of Object.entries(good)) {
    it(`are valid where ${title}`, () => assert.equal(hasValidHeaderAnnotations(schema), true));
  }

  const bad: Readonly<Record<string, JsonObject>> = {
    'the name is empty': object({ a: { type: 'string', 'x-mcp-header': '' } }),
    'the name is no token': object({ a: { type: 'string', 'x-mcp-header': 'My Region' } }),
    'the name breaks the line': object({ a: { type: 'string', 'x-mcp-header': 'A\r\nB: c' } }),
    'the name is no text': object({ a: { type: 'string', 'x-mcp-header': 7 } }),
    'two names differ by case alone': object({ a: region, b: { type: 'string', 'x-mcp-header': 'region' } }),
    'the argument is a fraction': object({ a: { type: 'number', 'x-mcp-header': 'A' } }),
    'the argument is an object': object({ a: { type: 'object', 'x-mcp-header': 'A' } }),
    'the argument may have several types': object({ a: { type: ['string', 'null'], 'x-mcp-header': 'A' } }),
    'they are on items': object({ a: { type: 'array', items: region } }),
    'they are on an alternative': object({ a: { oneOf: [region, { type: 'null' }] } }),
    'they are on a definition': object({ a: { $ref: '#/$defs/region' } }, { $defs: { region } }),
    'they are on all of it': object({}, { 'x-mcp-header': 'All' }),
  };
  for (const [title, schema] of Object.entries(bad)) {
    it(`are invalid where ${title}`, () => assert.equal(hasValidHeaderAnnotations(schema), false));
  }
});
