import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

/** An incident as the seed's server keeps it. */
export interface SeedIncident {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly status: string;
}

/** How the seed's server is set up. */
export interface SeedServerOptions {
  readonly incidents?: readonly SeedIncident[];
  /** Bearer tokens that are taken; all others are answered 401. */
  readonly tokens: Pick<ReadonlySet<string>, 'has'>;
  readonly template?: 'incidents://{incident_id}' | 'incidents://incidents/{incident_id}';
  /** Without `list_incidents` only the resource lists them. */
  readonly listTool?: boolean;
  /** The port that it had before it was closed; a free one unless told otherwise. */
  readonly port?: number;
}

/** A running seed's server. */
export interface SeedServer extends Peer {
  readonly incidents: SeedIncident[];
  /** JSON-RPC methods in the order they came. */
  readonly methods: string[];
  /** Forgets all sessions, as after a restart. */
  forgetSessions(): void;
}

/** The incident server of the seed: text answers, four fields, two tools, sessions, 400 for one it does not know. */
export async function startSeedServer(options: SeedServerOptions): Promise<SeedServer> {
  const incidents = [...(options.incidents ?? [])];
  const methods: string[] = [];
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const http = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!options.tokens.has(token)) return refuse(response, request.headers.host ?? '');
    const body = request.method === 'POST' ? await readJson(request) : undefined;
    const method = z.safeParse(z.object({ method: z.string() }), body);
    if (method.success) methods.push(method.data.method);
    const id = request.headers['mcp-session-id'];
    if (typeof id === 'string') {
      const known = sessions.get(id);
      if (!known) return send(response, 400, 'Bad Request: No valid session ID provided');
      return known.handleRequest(request, response, body);
    }
    if (method.data?.method !== 'initialize') return send(response, 400, 'Bad Request: Missing session ID');
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (session) => void sessions.set(session, transport),
    });
    const server = incidentServer(incidents, options);
    await server.connect(transport);
    return transport.handleRequest(request, response, body);
  }

  const peer = await listen(http, '/mcp', options.port);
  return { ...peer, incidents, methods, forgetSessions: () => sessions.clear() };
}

function incidentServer(incidents: SeedIncident[], options: SeedServerOptions): McpServer {
  const server = new McpServer({ name: 'incident-tracker', version: '1.0.0' });
  server.registerTool(
    'create_incident',
    { inputSchema: { title: z.string(), severity: z.string().default('medium'), status: z.string().default('open') } },
    ({ title, severity, status }) => {
      const id = String(incidents.length + 1);
      incidents.push({ id, title, severity, status });
      return textResult(`Incident '${title}' created with id ${id} (severity=${severity}, status=${status}).`);
    },
  );
  if (options.listTool !== false) {
    server.registerTool(
      'list_incidents',
      { inputSchema: { severity: z.string().default(''), status: z.string().default('') } },
      ({ severity, status }) => textResult(listText(incidents, severity, status)),
    );
  }
  server.registerResource('all', 'incidents://all', {}, (uri) => {
    const lines = incidents.map((one) => `[${one.id}] ${one.title} — ${one.severity} (${one.status})`);
    return { contents: [{ uri: uri.href, text: lines.length > 0 ? lines.join('\n') : 'No incidents yet.' }] };
  });
  const template = new ResourceTemplate(options.template ?? 'incidents://{incident_id}', { list: undefined });
  server.registerResource('one', template, {}, (uri, { incident_id: asked }) => {
    const incident = incidents.find(({ id }) => id === asked);
    return {
      contents: [
        { uri: uri.href, text: incident ? JSON.stringify(incident) : `Incident '${String(asked)}' not found.` },
      ],
    };
  });
  server.registerPrompt(
    'triage_incidents',
    { argsSchema: { focus: z.string().optional() } },
    ({ focus = 'severity' }) => ({
      messages: [
        { role: 'user', content: { type: 'text', text: `Triage by ${focus}: ${incidents.length} incidents.` } },
      ],
    }),
  );
  return server;
}

function listText(incidents: readonly SeedIncident[], severity: string, status: string): string {
  const found = incidents
    .filter((one) => severity === '' || one.severity === severity)
    .filter((one) => status === '' || one.status === status);
  const filters = [severity && `severity='${severity}'`, status && `status='${status}'`].filter(Boolean);
  if (found.length === 0)
    return filters.length > 0 ? `No incidents matching ${filters.join(', ')}.` : 'No incidents found.';
  const lines = found.map((one) => `- [${one.id}] ${one.title} (${one.severity}, ${one.status})`);
  return [`Found ${found.length} incident(s):`, ...lines].join('\n');
}

function textResult(words: string): { content: { type: 'text'; text: string }[] } {
  return { content: [{ type: 'text', text: words }] };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  return JSON.parse(await text(request));
}

function refuse(response: ServerResponse, host: string): void {
  const metadata = `http://${host}/.well-known/oauth-protected-resource/mcp`;
  response.setHeader('www-authenticate', `Bearer error="invalid_token", resource_metadata="${metadata}"`);
  send(response, 401, 'Unauthorized');
}

function send(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null }));
}
