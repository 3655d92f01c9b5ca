import { deflateSync, crc32 } from 'node:zlib';
import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';

const READS = { readOnlyHint: true };
const LINK = '[Show help](command:workbench.action.quit)';

/** Tools whose forms are flat, nested, slow and hostile. */
export const TOOLS: Tool[] = [
  {
    name: 'greet',
    title: 'Greet People',
    description: 'Says hello, as often and in the style that you like.',
    annotations: READS,
    inputSchema: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', title: 'Name', description: 'Who is greeted', minLength: 2 },
        times: { type: 'integer', title: 'Times', minimum: 1, maximum: 5, default: 1 },
        style: { $ref: '#/$defs/style', title: 'Style' },
        languages: { type: 'array', title: 'Languages', items: { enum: ['en', 'de', 'fr'] }, maxItems: 2 },
        tags: { type: 'array', title: 'Tags', items: { type: 'string' } },
        password: { type: 'string', title: 'Password' },
      },
      $defs: { style: { type: 'string', enum: ['formal', 'warm'], default: 'warm' } },
    },
  },
  {
    name: 'create_order',
    title: 'Create Order',
    description: 'Orders spare parts for an on-call kit.',
    inputSchema: {
      type: 'object',
      additionalProperties: false,
      required: ['customer', 'items'],
      properties: {
        customer: { $ref: '#/$defs/person', description: 'Who pays for it' },
        items: { type: 'array', minItems: 1, items: { $ref: '#/$defs/item' } },
        priority: { enum: ['low', 'normal', 'urgent'], default: 'normal', description: 'How soon it is needed' },
      },
      $defs: {
        person: {
          type: 'object',
          required: ['name'],
          properties: { name: { type: 'string', minLength: 1 }, email: { type: 'string', format: 'email' } },
        },
        item: {
          type: 'object',
          required: ['sku', 'quantity'],
          properties: { sku: { type: 'string' }, quantity: { type: 'integer', minimum: 1 } },
        },
      },
    },
  },
  {
    name: 'wait',
    title: 'Wait',
    description: 'Takes a while, and tells how far it is.',
    annotations: READS,
    inputSchema: { type: 'object', required: ['steps'], properties: { steps: { type: 'integer', minimum: 1 } } },
  },
  {
    name: 'gather',
    title: 'Gather Evidence',
    description: 'Answers with content of each kind.',
    annotations: READS,
    inputSchema: { type: 'object' },
    outputSchema: { type: 'object', properties: { found: { type: 'string' } } },
  },
  { name: 'refuse', title: 'Refuse', annotations: READS, inputSchema: { type: 'object' } },
  {
    name: 'restart',
    title: 'Restart',
    annotations: { readOnlyHint: false, destructiveHint: false },
    inputSchema: { type: 'object' },
  },
  { name: 'flood', title: 'Flood', annotations: READS, inputSchema: { type: 'object' } },
  {
    name: 'hostile',
    title: `$(flame) \u202e${LINK}`,
    description: `${LINK} ${'x'.repeat(100_000)}`,
    inputSchema: {
      type: 'object',
      properties: {
        [`${LINK} $(flame)`]: {
          ...{ type: 'string', title: `${LINK} $(flame)`, default: LINK },
          description: `$(flame) ${LINK}`,
        },
        choice: { enum: [LINK, '$(flame)'], enumNames: [`${LINK}\u202e`, '$(flame)'] },
      },
    },
  },
  {
    name: 'wide',
    title: 'Wide',
    annotations: READS,
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`p${at}`, { type: 'string' }])),
    },
  },
];

/** What a tool answers. */
export function answerOf(name: string, args: unknown): CallToolResult {
  if (name === 'gather') return gathered();
  if (name === 'refuse') return { isError: true, content: [{ type: 'text', text: 'No parts are left' }] };
  if (name === 'flood') return { content: [{ type: 'text', text: 'flood '.repeat(700_000) }] };
  return { content: [{ type: 'text', text: `${name}: ${JSON.stringify(args)}` }] };
}

function gathered(): CallToolResult {
  return {
    content: [
      { type: 'text', text: 'Five pieces of evidence.' },
      { type: 'image', mimeType: 'image/png', data: picture().toString('base64') },
      { type: 'audio', mimeType: 'audio/wav', data: tone().toString('base64') },
      {
        type: 'resource',
        resource: { uri: 'repo://checkout/retry.py', mimeType: 'text/x-python', text: 'def retry():\n    pass\n' },
      },
      {
        type: 'resource',
        resource: { uri: 'dump://core.bin', mimeType: 'application/octet-stream', blob: 'AQIDBA==' },
      },
      { type: 'resource_link', uri: 'incidents://INC-1', name: 'INC-1', title: 'The incident' },
    ],
    structuredContent: { found: 5 },
  };
}

/** A red square. */
function picture(side = 64): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  const row = Buffer.concat([Buffer.from([0]), ...Array.from({ length: side }, () => Buffer.from([200, 40, 40]))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: side }, () => row)));
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A quarter of a second of a tone. */
function tone(): Buffer {
  const rate = 8000;
  const samples = Buffer.from(Array.from({ length: rate / 4 }, (_, at) => 128 + Math.round(60 * Math.sin(at / 3))));
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
