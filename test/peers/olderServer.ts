import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

/** A server of the MCP revision 2025-03-26, written from that revision's text alone. */
export interface OlderServer extends Peer {
  /** Methods in the order they came. */
  readonly methods: string[];
}

const VERSION = '2025-03-26';
const METHOD_NOT_FOUND = -32_601;

const requestSchema = z.object({
  method: z.string(),
  id: z.union([z.string(), z.number()]).optional(),
  params: z.looseObject({}).optional(),
});
const callSchema = z.object({ name: z.literal('add'), arguments: z.object({ a: z.number(), b: z.number() }) });
const promptSchema = z.object({ name: z.literal('greet'), arguments: z.object({ name: z.string() }) });
const readSchema = z.object({ uri: z.literal('note://1') });

type Answer = (params: unknown) => object;

/** What it offers: no titles but those in annotations, no structured results, no links to resources. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  initialize: () => ({
    protocolVersion: VERSION,
    capabilities: { tools: {}, prompts: {}, resources: {} },
    serverInfo: { name: 'older', version: '1.0.0' },
  }),
  ping: () => ({}),
  'tools/list': () => ({
    tools: [
      {
        name: 'add',
        description: 'Adds two numbers',
        inputSchema: {
          type: 'object',
          properties: { a: { type: 'number' }, b: { type: 'number' } },
          required: ['a', 'b'],
        },
        annotations: { title: 'Add Up', readOnlyHint: true },
      },
    ],
  }),
  'tools/call': (params) => {
    const { a, b } = callSchema.parse(params).arguments;
    const sound = { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' };
    return { content: [{ type: 'text', text: String(a + b) }, sound] };
  },
  'prompts/list': () => ({ prompts: [{ name: 'greet', arguments: [{ name: 'name', required: true }] }] }),
  'prompts/get': (params) => ({
    messages: [
      { role: 'user', content: { type: 'text', text: `Greet ${promptSchema.parse(params).arguments.name}.` } },
    ],
  }),
  'resources/list': () => ({ resources: [{ uri: 'note://1', name: 'note' }] }),
  'resources/templates/list': () => ({ resourceTemplates: [] }),
  'resources/read': (params) => ({ contents: [{ uri: readSchema.parse(params).uri, text: 'A note' }] }),
};

/** Starts the server on a free port of 127.0.0.1. It takes any token, and answers calls as events, all else as JSON. */
export async function startOlderServer(): Promise<OlderServer> {
  const sessions = new Set<string>();
  const methods: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const session = request.headers['mcp-session-id'];
    if (request.method === 'DELETE' && typeof session === 'string') sessions.delete(session);
    // It opens no stream of its own.
    if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end();
    const parsed = requestSchema.safeParse(JSON.parse(await text(request)));
    if (!parsed.success) return void response.writeHead(400).end();
    const { method, id, params } = parsed.data;
    methods.push(method);
    if (method !== 'initialize' && (typeof session !== 'string' || !sessions.has(session))) {
      return void response.writeHead(session === undefined ? 400 : 404).end();
    }
    if (id === undefined) return void response.writeHead(202).end();
    if (method === 'initialize') {
      const begun = randomUUID();
      sessions.add(begun);
      response.setHeader('mcp-session-id', begun);
    }
    const make = ANSWERS[method];
    const body = make ? { result: make(params) } : { error: { code: METHOD_NOT_FOUND, message: 'Method not found' } };
    const message = JSON.stringify({ jsonrpc: '2.0', id, ...body });
    const isCall = method === 'tools/call';
    response.writeHead(200, { 'content-type': isCall ? 'text/event-stream' : 'application/json' });
    response.end(isCall ? `event: message\ndata: ${message}\n\n` : message);
  }

  const http = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  return { ...(await listen(http, '/mcp')), methods };
}
