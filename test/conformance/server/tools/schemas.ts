import { fromJsonSchema } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { type Register, says } from '../fixtureParts.ts';

const DIALECT = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

const MIRRORED = {
  type: 'object',
  properties: {
    region: { type: 'string', description: 'Sent as a header too', 'x-mcp-header': 'Region' },
    level: { type: 'integer', description: 'Sent in the body only' },
  },
};
const mirroredSchema = z.object({ region: z.string().optional() });

/** Adds the tools whose schemas must arrive as they are written, and whose headers must match their arguments. */
export const registerSchemaTools: Register = (server) => {
  server.registerTool(
    'json_schema_2020_12_tool',
    { description: 'Takes what a schema of the 2020-12 dialect describes', inputSchema: fromJsonSchema(DIALECT) },
    (given) => says(`Called with ${JSON.stringify(given)}`),
  );
  server.registerTool(
    'test_x_mcp_header',
    { description: 'Takes an argument that is sent as a header too', inputSchema: fromJsonSchema(MIRRORED) },
    (given) => says(`region=${mirroredSchema.parse(given).region ?? '<none>'}`),
  );
};
