import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { ListResourcesRequestSchema, McpError, ReadResourceRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

/** The scope that every request to the guide's server needs. */
export const GUIDE_SCOPE = 'mcp:access';

/** How the guide's server is set up. */
export interface GuideOptions {
  /** Whom it asks about tokens, and as which client. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A running server of the guide. */
export interface Guide extends Peer {
  /** How each request was answered, oldest first. */
  readonly statuses: number[];
}

const introspectedSchema = z.object({ active: z.boolean(), scope: z.string().default('') });
type Introspected = z.infer<typeof introspectedSchema>;

/**
 * The server of the seed's setup guide: it has the issuer tell what each token is worth, wants `mcp:access` for
 * everything, keeps sessions, and its metadata name the origin alone and no scopes.
 */
export async function startGuideServer(options: GuideOptions): Promise<Guide> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const statuses: number[] = [];
  const http = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, origin } = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
    if (pathname === '/.well-known/oauth-protected-resource') {
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ resource: origin, authorization_servers: [options.issuer] }));
    }
    if (pathname !== '/mcp') return void response.writeHead(404).end();
    response.on('finish', () => statuses.push(response.statusCode));
    const { active, scope } = await introspect(options, request);
    if (!active) return refuse(response, 401, origin, 'invalid_token', 'Authentication required');
    if (!scope.split(' ').includes(GUIDE_SCOPE)) {
      return refuse(response, 403, origin, 'insufficient_scope', `Required scope: ${GUIDE_SCOPE}`);
    }
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    await (known ?? (await newSession())).handleRequest(request, response);
  }

  async function newSession(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (session) => void sessions.set(session, transport),
    });
    await guide().connect(transport);
    return transport;
  }

  return { ...(await listen(http, '/mcp')), statuses };
}

async function introspect(options: GuideOptions, request: IncomingMessage): Promise<Introspected> {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const response = await fetch(`${options.issuer}/v1/introspect`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      authorization: `Basic ${btoa(`${options.clientId}:${options.clientSecret}`)}`,
    },
    body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
  });
  if (!response.ok) return { active: false, scope: '' };
  return introspectedSchema.parse(await response.json());
}

function refuse(response: ServerResponse, status: number, origin: string, error: string, description: string): void {
  const metadata = `${origin}/.well-known/oauth-protected-resource`;
  const challenge = `Bearer error="${error}", error_description="${description}", resource_metadata="${metadata}"`;
  response.writeHead(status, { 'content-type': 'application/json', 'www-authenticate': challenge });
  response.end(JSON.stringify({ error, error_description: description }));
}

function guide(): McpServer {
  const instructions = 'MCP Server that uses Okta for OAuth authentication';
  const server = new McpServer({ name: 'MCP Server with Okta Auth', version: '1.0.0' }, { instructions });
  server.registerTool('get_current_time', { description: 'Get the current server time.', inputSchema: {} }, () =>
    result({
      current_time: new Date().toISOString(),
      timezone: 'UTC',
      message: 'Hello from authenticated MCP server!',
    }),
  );
  server.registerTool(
    'calculate_square',
    { description: 'Calculate the square of a number.', inputSchema: { number: z.number() } },
    ({ number }) => {
      const square = number ** 2;
      return result({ input: number, square, calculation: `${number}² = ${square}` });
    },
  );
  // The guide gives it an address that is no URI, which the library's own registry does not take.
  const uri = 'user-info';
  server.server.registerCapabilities({ resources: {} });
  server.server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: [{ uri, name: 'get_user_info', description: 'Get information about the authenticated user.' }],
  }));
  server.server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => {
    if (params.uri !== uri) throw new McpError(0, `Unknown resource: ${params.uri}`);
    const text = 'User information would be extracted from the Okta token';
    return { contents: [{ uri, mimeType: 'text/plain', text }] };
  });
  return server;
}

function result(values: Record<string, unknown>) {
  return { content: [{ type: 'text' as const, text: JSON.stringify(values) }], structuredContent: values };
}
