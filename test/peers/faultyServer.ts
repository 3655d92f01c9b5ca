import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

const requestSchema = z.object({
  method: z.string(),
  id: z.union([z.number(), z.string()]).optional(),
  params: z.record(z.string(), z.unknown()).optional(),
});

/** A JSON-RPC request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly token: string;
  readonly id: string | number | undefined;
}

/** Answers one request: writes to the response, or returns the JSON-RPC result to send. */
export type Answer = (
  request: ReceivedRequest,
  response: ServerResponse,
) => Promise<object | undefined> | object | undefined;

/** A server that answers as it should but where it is told otherwise. */
export interface FaultyServer extends Peer {
  readonly received: ReceivedRequest[];
  /** What a method is answered with, instead of the ordinary. `*` stands for all, `GET` and `DELETE` for such requests. */
  readonly answers: Map<string, Answer>;
}

const ORDINARY: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  [
    'initialize',
    () => ({
      protocolVersion: '2025-11-25',
      capabilities: { tools: {}, prompts: {}, resources: {}, completions: {} },
      serverInfo: { name: 'faulty', version: '1' },
    }),
  ],
  ['tools/list', () => ({ tools: [{ name: 'act', inputSchema: { type: 'object' } }] })],
  ['tools/call', () => ({ content: [{ type: 'text', text: 'done' }] })],
]);

/** Starts a server of the 2025 era without sessions, whose answers a test can spoil. */
export async function startFaultyServer(spoilt: Record<string, Answer> = {}): Promise<FaultyServer> {
  const received: ReceivedRequest[] = [];
  const answers = new Map(Object.entries(spoilt));
  const http = createServer((request, response) => {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    const { method = '' } = request;
    if (method !== 'POST') {
      const params = { lastEventId: request.headers['last-event-id'] };
      const other = answers.get(method);
      if (other) void other({ method, params, token, id: undefined }, response);
      else response.writeHead(405).end();
      return;
    }
    void text(request)
      .then((body) => answer(requestSchema.parse(JSON.parse(body)), token, response))
      .catch(() => response.destroy());
  });

  async function answer(sent: z.infer<typeof requestSchema>, token: string, response: ServerResponse): Promise<void> {
    const { method, id, params = {} } = sent;
    received.push({ method, params, token, id });
    const handler = answers.get(method) ?? answers.get('*') ?? ORDINARY.get(method);
    if (id === undefined) return void response.writeHead(202).end();
    const missing = { error: { code: -32_601, message: `No ${method}` } };
    const result = handler ? await handler({ method, params, token, id }, response) : undefined;
    if (handler && result === undefined) return;
    sendJson(response, { jsonrpc: '2.0', id, ...(result ? outcome(result) : missing) });
  }

  return { ...(await listen(http, '/mcp')), received, answers };
}

/** A result that is `{ error }` is sent as the error. */
function outcome(result: object): object {
  return 'error' in result ? { error: result.error } : { result };
}

/** Sends a document, whatever it says. */
export function sendBody(response: ServerResponse, status: number, type: string, body: string): undefined {
  response.writeHead(status, { 'content-type': type }).end(body);
}

function sendJson(response: ServerResponse, value: object): void {
  sendBody(response, 200, 'application/json', JSON.stringify(value));
}
