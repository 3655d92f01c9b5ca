import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  CallToolRequestSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListToolsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';
import { PROMPTS, renderedPrompt } from './toolServerPrompts.ts';
import { answerOf, TOOLS } from './toolServerTools.ts';

/** A running server of tools with forms of all kinds, and of prompts with content of all kinds. */
export interface ToolServer extends Peer {
  /** The calls that came, oldest first. */
  readonly calls: { readonly name: string; readonly args: unknown }[];
  /** How many calls heard that they were cancelled. */
  cancelled(): number;
}

/** Milliseconds between two steps of the tool `wait`. */
const STEP = 100;

/** Starts it on a free port of 127.0.0.1. It takes any token; where an issuer is given, it asks for one and names it. */
export async function startToolServer(options: { readonly issuer?: string } = {}): Promise<ToolServer> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const calls: ToolServer['calls'] = [];
  let cancelled = 0;

  function toolServer(): McpServer {
    const mcp = new McpServer({ name: 'Tools', version: '1.0.0' }, { capabilities: { tools: {}, prompts: {} } });
    mcp.server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: PROMPTS }));
    mcp.server.setRequestHandler(GetPromptRequestSchema, ({ params }) => renderedPrompt(params.name));
    mcp.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: TOOLS }));
    mcp.server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
      const { name, arguments: args = {}, _meta: meta } = params;
      calls.push({ name, args });
      if (name !== 'wait') return answerOf(name, args);
      const total = Number(args['steps'] ?? 5);
      for (let progress = 1; progress <= total && !signal.aborted; progress += 1) {
        await delay(STEP);
        const told = { progressToken: meta?.progressToken ?? '', progress, total, message: `step ${progress}` };
        if (meta?.progressToken !== undefined)
          await sendNotification({ method: 'notifications/progress', params: told });
      }
      if (signal.aborted) cancelled += 1;
      const done: CallToolResult = { content: [{ type: 'text', text: 'waited' }] };
      return done;
    });
    return mcp;
  }

  const http = createServer((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    if (request.url?.startsWith('/.well-known/')) return wellKnown(request.url, origin, options.issuer, response);
    if (options.issuer !== undefined && request.headers.authorization === undefined) {
      const metadata = `resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
      return void response.writeHead(401, { 'www-authenticate': `Bearer ${metadata}` }).end();
    }
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (known) return void known.handleRequest(request, response).catch(() => response.destroy());
    if (id !== undefined) return void response.writeHead(404).end();
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (session) => void sessions.set(session, transport),
    });
    void toolServer()
      .connect(transport)
      .then(() => transport.handleRequest(request, response))
      .catch(() => response.destroy());
  });
  const peer = await listen(http, '/mcp');
  return { ...peer, calls, cancelled: () => cancelled };
}

function wellKnown(path: string, origin: string, issuer: string | undefined, response: ServerResponse): void {
  if (path !== '/.well-known/oauth-protected-resource/mcp' || issuer === undefined) {
    return void response.writeHead(404).end();
  }
  const document = { resource: `${origin}/mcp`, authorization_servers: [issuer], scopes_supported: ['incidents:read'] };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
}
