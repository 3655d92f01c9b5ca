import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

/** A server of the v1 SDK whose lists a test changes, and which tells of that as often as the test wants. */
export interface ChangingServer extends Peer {
  /** Names of its tools, each a page of its own. */
  tools: readonly string[];
  /** Whether the list of tools leads back to its own beginning. */
  isEndless: boolean;
  /** How often the first page of the tools was asked for. */
  listed(): number;
  /** Requests by their method. */
  readonly asked: readonly string[];
  /** Whether somebody listens for notices. */
  isHeard(): boolean;
  /** Tells every client that the list of tools changed. */
  tell(times: number): Promise<void>;
}

/** What is not in the SDK's types of its older revisions, and what a client must not trust. */
const ICON = { src: 'https://icons.example.com/tool.png', mimeType: 'image/png' };

/** Starts the server on a free port of 127.0.0.1. It takes any token, and has no templates. */
export async function startChangingServer(): Promise<ChangingServer> {
  const sessions = new Map<string, { server: McpServer['server']; transport: StreamableHTTPServerTransport }>();
  const asked: string[] = [];
  let listed = 0;
  let streams = 0;

  function newServer(): McpServer['server'] {
    const list = { listChanged: true };
    const capabilities = { tools: list, prompts: list, resources: list };
    const { server } = new McpServer(
      { name: 'changing', title: 'Changing', version: '1.0.0' },
      { capabilities, instructions: 'Ask\u202e me.' },
    );
    server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
      const index = Number(params?.cursor ?? 0);
      asked.push('tools/list');
      if (index === 0) listed += 1;
      const name = changing.tools[index];
      const next = changing.isEndless ? '1' : String(index + 1);
      const tool = { name: name ?? '', inputSchema: { type: 'object' as const }, icons: [ICON] };
      return {
        tools: name === undefined ? [] : [tool],
        ...(changing.isEndless || index + 1 < changing.tools.length ? { nextCursor: next } : {}),
      };
    });
    server.setRequestHandler(ListPromptsRequestSchema, () => {
      asked.push('prompts/list');
      return { prompts: [] };
    });
    server.setRequestHandler(ListResourcesRequestSchema, () => {
      asked.push('resources/list');
      return { resources: [{ name: 'one', uri: 'x://1', mimeType: 'application/json' }] };
    });
    return server;
  }

  const http = createServer((request, response) => {
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (request.method === 'GET') {
      streams += 1;
      response.on('close', () => (streams -= 1));
    }
    if (known) return void known.transport.handleRequest(request, response).catch(() => response.destroy());
    if (id !== undefined) return void response.writeHead(404).end();
    const server = newServer();
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (session) => void sessions.set(session, { server, transport }),
    });
    void server
      .connect(transport)
      .then(() => transport.handleRequest(request, response))
      .catch(() => response.destroy());
  });
  const changing: ChangingServer = {
    ...(await listen(http, '/mcp')),
    tools: ['one', 'two', 'three'],
    isEndless: false,
    listed: () => listed,
    asked,
    isHeard: () => streams > 0,
    tell: async (times) => {
      for (let time = 0; time < times; time += 1) {
        await Promise.all([...sessions.values()].map(({ server }) => server.sendToolListChanged()));
      }
    },
  };
  return changing;
}
