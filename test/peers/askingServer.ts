import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  McpError,
  RootsListChangedNotificationSchema,
  SetLevelRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

/** A question as it goes over the wire. */
export interface WireQuestion {
  readonly method: string;
  readonly params: object;
}

/** A server that asks whatever it is told to, in the middle of a call. */
export interface AskingServer extends Peer {
  /** What each tool does before it answers; a tool answers with what came of the last step, as JSON. */
  readonly tools: Map<string, readonly AskingStep[]>;
  /** How often each tool was called. */
  readonly calls: string[];
  /** Levels that were asked for, and how often the folders were said to have changed. */
  readonly levels: string[];
  rootsChanges(): number;
}

/** Something that a tool does. */
export type AskingStep =
  /** `until` takes the question back. */
  | { readonly ask: WireQuestion; readonly until?: AbortSignal }
  | { readonly notify: WireQuestion }
  | { readonly refuse: { readonly code: number; readonly data: object } };

const anyResult = z.looseObject({});
/** Sends what the SDK would not let a server send. */
async function ask(
  sendRequest: (...request: never[]) => Promise<unknown>,
  question: WireQuestion,
  signal?: AbortSignal,
): Promise<unknown> {
  const answer: unknown = await Reflect.apply(sendRequest, undefined, [question, anyResult, { signal }]);
  return answer;
}

const failureSchema = z.object({ code: z.number(), message: z.string() });

/**
 * Starts a server of the v1 SDK (2025-11-25). With an `issuer` it takes nobody without a token, of which it believes
 * any.
 */
export async function startAskingServer(options: { readonly issuer?: string } = {}): Promise<AskingServer> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const tools = new Map<string, readonly AskingStep[]>();
  const calls: string[] = [];
  const levels: string[] = [];
  let rootsChanges = 0;

  function askingServer(): McpServer {
    const asking = new McpServer({ name: 'asking', version: '1.0.0' }, { capabilities: { tools: {}, logging: {} } });
    const { server } = asking;
    server.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: [...tools.keys()].map((name) => ({ name, inputSchema: { type: 'object' as const } })),
    }));
    server.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
      levels.push(params.level);
      return {};
    });
    server.setNotificationHandler(RootsListChangedNotificationSchema, () => {
      rootsChanges += 1;
    });
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, { sendRequest, sendNotification }) => {
      calls.push(params.name);
      let last: unknown = {};
      for (const step of tools.get(params.name) ?? []) {
        if ('refuse' in step) throw new McpError(step.refuse.code, 'Refused', step.refuse.data);
        if ('notify' in step) await Reflect.apply(sendNotification, undefined, [step.notify]);
        else last = await answered(ask(sendRequest, step.ask, step.until));
      }
      return { content: [{ type: 'text', text: JSON.stringify(last) }] };
    });
    return asking;
  }

  const http = createServer((request, response) => {
    if (options.issuer !== undefined && !isLetIn(request, response, options.issuer)) return;
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (known) return void known.handleRequest(request, response).catch(() => response.destroy());
    if (id !== undefined) return void response.writeHead(404).end();
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (session) => void sessions.set(session, transport),
    });
    void askingServer()
      .connect(transport)
      .then(() => transport.handleRequest(request, response))
      .catch(() => response.destroy());
  });
  return { ...(await listen(http, '/mcp')), tools, calls, levels, rootsChanges: () => rootsChanges };
}

/** What the client said, or the error that it answered with. */
async function answered(asking: Promise<unknown>): Promise<unknown> {
  try {
    return await asking;
  } catch (error) {
    return { error: failureSchema.parse(error) };
  }
}

function isLetIn(request: IncomingMessage, response: ServerResponse, issuer: string): boolean {
  const origin = `http://${request.headers.host ?? ''}`;
  const metadata = `${origin}/.well-known/oauth-protected-resource/mcp`;
  if (`${origin}${request.url ?? ''}` === metadata) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ resource: `${origin}/mcp`, authorization_servers: [issuer] }));
    return false;
  }
  if (request.headers.authorization !== undefined) return true;
  response.writeHead(401, { 'www-authenticate': `Bearer resource_metadata="${metadata}"` }).end();
  return false;
}
