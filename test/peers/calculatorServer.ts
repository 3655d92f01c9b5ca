import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as z from 'zod';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

/** The scope that each guarded tool of the calculator needs. */
export const CALCULATOR_SCOPE = { add: 'calculator.add', subtract: 'calculator.subtract' } as const;

/** How the calculator is set up. */
export interface CalculatorOptions {
  /** Whose tokens it takes, and the audience that they must have. */
  readonly issuer: string;
  readonly audience: string;
  /** Whether it publishes protected resource metadata (RFC 9728) and names it in challenges. Yes unless told. */
  readonly resourceMetadata?: boolean;
  /** How its own `/.well-known/oauth-authorization-server` answers; `copied` unless told. */
  readonly issuerMetadata?: 'copied' | 'redirected' | 'none';
  /** Scopes that a call of a tool demands, instead of those of {@link CALCULATOR_SCOPE}. */
  readonly demands?: (tool: string, granted: readonly string[]) => readonly string[];
  /** Whether a valid token is taken all the same. */
  readonly takes?: () => boolean;
}

/** A running calculator. */
export interface Calculator extends Peer {
  /** What came, oldest first: the tool for calls, else the method, with the status it was answered by. */
  readonly answered: { readonly what: string; readonly status: number }[];
}

const claimsSchema = z.looseObject({ sub: z.string(), scp: z.array(z.string()).default([]) });
type Claims = z.infer<typeof claimsSchema>;
const callSchema = z.object({ method: z.literal('tools/call'), params: z.object({ name: z.string() }) });
const methodSchema = z.object({ method: z.string() });

/**
 * The calculator of the seed: no sessions, tokens verified by the issuer's keys, and a scope of its own for each tool,
 * of which it asks for that of `add` at first.
 */
export async function startCalculatorServer(options: CalculatorOptions): Promise<Calculator> {
  const keys = createRemoteJWKSet(new URL(`${options.issuer}/v1/keys`));
  const answered: Calculator['answered'] = [];
  const http = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });

  async function claimsOf(request: IncomingMessage): Promise<Claims | undefined> {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    try {
      const { issuer, audience } = options;
      const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ['RS256'] });
      return claimsSchema.parse(payload);
    } catch {
      return undefined;
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const origin = `http://${request.headers.host ?? ''}`;
    const { pathname } = new URL(request.url ?? '/', origin);
    if (pathname.startsWith('/.well-known/')) return wellKnown(options, origin, pathname, response);
    if (pathname !== '/mcp' || request.method !== 'POST') return void response.writeHead(405).end();
    const body: unknown = await json(request);
    const tool = callSchema.safeParse(body).data?.params.name;
    const what = tool ?? methodSchema.safeParse(body).data?.method ?? '';
    response.on('finish', () => answered.push({ what, status: response.statusCode }));
    const claims = await claimsOf(request);
    if (!claims || options.takes?.() === false) {
      return refuse(response, 401, { ...named(options, origin), scope: CALCULATOR_SCOPE.add });
    }
    const demanded = tool === undefined ? [] : demandsOf(options, tool, claims.scp);
    if (!demanded.every((scope) => claims.scp.includes(scope))) {
      const challenge = { error: 'insufficient_scope', scope: demanded.join(' '), ...named(options, origin) };
      return refuse(response, 403, { ...challenge, error_description: `The tool ${what} needs scope=more` });
    }
    await serve(claims, request, response, body);
  }

  return { ...(await listen(http, '/mcp')), answered };
}

function demandsOf({ demands }: CalculatorOptions, tool: string, granted: readonly string[]): readonly string[] {
  if (demands) return demands(tool, granted);
  return Object.entries(CALCULATOR_SCOPE).flatMap(([name, scope]) => (name === tool ? [scope] : []));
}

function named({ resourceMetadata = true }: CalculatorOptions, origin: string): Record<string, string> {
  return resourceMetadata ? { resource_metadata: `${origin}/.well-known/oauth-protected-resource/mcp` } : {};
}

function refuse(response: ServerResponse, status: number, challenge: Record<string, string>): void {
  const parameters = Object.entries(challenge).map(([name, value]) => `${name}="${value}"`);
  response.writeHead(status, { 'www-authenticate': `Bearer ${parameters.join(', ')}` }).end();
}

async function wellKnown(
  { issuer, resourceMetadata = true, issuerMetadata = 'copied' }: CalculatorOptions,
  origin: string,
  path: string,
  response: ServerResponse,
): Promise<void> {
  const issuers = `${issuer}/.well-known/oauth-authorization-server`;
  if (path === '/.well-known/oauth-authorization-server' && issuerMetadata !== 'none') {
    if (issuerMetadata === 'redirected') return void response.writeHead(307, { location: issuers }).end();
    return sendJson(response, await (await fetch(issuers)).text());
  }
  if (path === '/.well-known/oauth-protected-resource/mcp' && resourceMetadata) {
    const scopes = Object.values(CALCULATOR_SCOPE);
    const document = { resource: `${origin}/mcp`, authorization_servers: [issuer], scopes_supported: scopes };
    return sendJson(response, JSON.stringify(document));
  }
  response.writeHead(404).end();
}

function sendJson(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
}

async function serve(claims: Claims, request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
  const transport = new StreamableHTTPServerTransport();
  const server = calculator(claims);
  response.on('close', () => void server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response, body);
}

function calculator(claims: Claims): McpServer {
  const server = new McpServer({ name: 'Calculator', version: '1.0.0' });
  const operands = { inputSchema: { a: z.number(), b: z.number() } };
  server.registerTool('add', { description: 'Adds two numbers', ...operands }, ({ a, b }) => text(String(a + b)));
  server.registerTool('subtract', { description: 'Subtracts two numbers', ...operands }, ({ a, b }) =>
    text(String(a - b)),
  );
  server.registerTool('get_me', { description: 'Who is signed in', annotations: { readOnlyHint: true } }, () => {
    const { sub, uid, iss, aud, cid, scp } = claims;
    return text(JSON.stringify({ user_id: sub, uid, issuer: iss, audience: aud, client_id: cid, scopes: scp }));
  });
  return server;
}

function text(value: string): CallToolResult {
  return { content: [{ type: 'text', text: value }] };
}
