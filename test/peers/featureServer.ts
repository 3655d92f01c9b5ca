import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ListPromptsRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

/** A server of the v1 SDK with pages, progress, cancellation, completion and all kinds of content. */
export interface FeatureServer extends Peer {
  /** How many calls heard that they were cancelled. */
  cancelled(): number;
  /** How often each tool ran. */
  readonly runs: Map<string, number>;
  /** Forgets all sessions: answered 404, as the specification says. */
  forgetSessions(): void;
}

const TOOLS = ['progress', 'wait', 'contents', 'count', 'broken'];
const CONTENTS: CallToolResult['content'] = [
  { type: 'text', text: 'words' },
  { type: 'image', data: 'AAAA', mimeType: 'image/png' },
  { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' },
  { type: 'resource', resource: { uri: 'x://1', mimeType: 'text/plain', text: 'inner' } },
  { type: 'resource', resource: { uri: 'x://2', blob: 'AAAA' } },
  { type: 'resource_link', uri: 'x://3', name: 'three', title: 'Three' },
];

/** Asks the person behind the client something, as a tool may. */
function question(server: McpServer['server']): Promise<object> {
  const properties = {
    sure: { type: 'boolean' as const, default: true },
    reason: { type: 'string' as const },
  };
  return server.elicitInput({ message: 'Close\u202e it?', requestedSchema: { type: 'object', properties } });
}

/** Starts the server on a free port of 127.0.0.1. It takes any token. */
export async function startFeatureServer(): Promise<FeatureServer> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const runs = new Map<string, number>();
  let cancelled = 0;

  function featureServer(): McpServer {
    const capabilities = { tools: {}, prompts: {}, resources: {}, completions: {} };
    const features = new McpServer({ name: 'features', title: 'Features\u202e', version: '1.0.0' }, { capabilities });
    const { server } = features;
    server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
      const index = Number(params?.cursor ?? 0);
      const name = TOOLS[index] ?? 'none';
      const tool = {
        name,
        title: `The ${name}\u0007 tool`,
        inputSchema: { type: 'object' as const },
        annotations: { readOnlyHint: name === 'contents' },
      };
      return { tools: [tool], ...(index + 1 < TOOLS.length ? { nextCursor: String(index + 1) } : {}) };
    });
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
      const { name, _meta: meta } = params;
      runs.set(name, (runs.get(name) ?? 0) + 1);
      if (name === 'contents') return { content: CONTENTS, structuredContent: { a: [1, { b: null }] } };
      if (name === 'broken') return { isError: true, content: [{ type: 'text', text: 'It broke' }] };
      if (name === 'progress' && meta?.progressToken !== undefined) {
        for (const progress of [1, 2]) {
          const told = { progressToken: meta.progressToken, progress, total: 2, message: `step\n${progress}` };
          await sendNotification({ method: 'notifications/progress', params: told });
        }
      }
      if (name === 'wait') {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        cancelled += 1;
      }
      if (name === 'question') return { content: [{ type: 'text', text: JSON.stringify(await question(server)) }] };
      return { content: [{ type: 'text', text: 'done' }] };
    });
    server.setRequestHandler(ListPromptsRequestSchema, () => ({
      prompts: [{ name: 'ask', arguments: [{ name: 'about', description: 'Which', required: true }] }],
    }));
    server.setRequestHandler(CompleteRequestSchema, ({ params }) => ({
      completion: { values: ['one', 'two'].filter((value) => value.startsWith(params.argument.value)) },
    }));
    server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
      resourceTemplates: [{ name: 'x', uriTemplate: 'x://{id}' }],
    }));
    server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => {
      if (params.uri !== 'x://1') throw Object.assign(new Error('Resource not found'), { code: -32_002 });
      return { contents: [{ uri: params.uri, text: 'one' }] };
    });
    return features;
  }

  const http = createServer((request, response) => {
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (known) return void known.handleRequest(request, response).catch(() => response.destroy());
    if (id !== undefined) return void response.writeHead(404).end();
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (session) => void sessions.set(session, transport),
    });
    void featureServer()
      .connect(transport)
      .then(() => transport.handleRequest(request, response))
      .catch(() => response.destroy());
  });
  const peer = await listen(http, '/mcp');
  return { ...peer, runs, cancelled: () => cancelled, forgetSessions: () => sessions.clear() };
}
