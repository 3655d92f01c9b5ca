import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { startFaultyServer } from '../../peers/faultyServer.ts';
import type { Answer, FaultyServer } from '../../peers/faultyServer.ts';
import { connectTo } from '../support/connectTo.ts';
import { until } from '../support/until.ts';

const RESULT = { content: [{ type: 'text', text: 'done' }] };

function begin(response: ServerResponse, words: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(words);
}

describe('a stream that breaks in the middle of an answer', () => {
  let server: FaultyServer;
  let connection: McpConnection;
  let id: unknown;

  const calls = (): number => server.received.filter(({ method }) => method === 'tools/call').length;

  async function start(call: Answer, resume?: Answer): Promise<void> {
    server = await startFaultyServer({ 'tools/call': call, ...(resume ? { GET: resume } : {}) });
    connection = await connectTo(server.url);
  }

  const breaking =
    (words: string): Answer =>
    (request, response) => {
      ({ id } = request);
      begin(response, words);
      response.end();
      return undefined;
    };

  afterEach(async () => {
    await connection.close();
    await server.close();
  });

  it('is resumed from its last event, after the pause that the server asks for, and the call is sent once', async () => {
    const asked: unknown[] = [];
    await start(breaking('id: e1\nretry: 300\ndata:\n\n'), ({ params }, response) => {
      asked.push(params['lastEventId']);
      if (params['lastEventId'] === undefined) return void response.writeHead(405).end();
      begin(response, `id: e2\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, result: RESULT })}\n\n`);
      response.end();
      return undefined;
    });
    assert.deepEqual((await connection.callTool('act', {})).content, RESULT.content);
    assert.deepEqual([calls(), asked.at(-1)], [1, 'e1']);
  });

  it('fails at once where there is nothing to resume from, and the call is sent once', async () => {
    await start(breaking(': nothing\n\n'));
    await assert.rejects(connection.callTool('act', {}), { code: 'server_unreachable' });
    assert.equal(calls(), 1);
  });

  it('is not asked for any more once the call is cancelled', async () => {
    const stop = new AbortController();
    await start(breaking('id: e1\nretry: 250\ndata:\n\n'), (_, response) => void response.writeHead(503).end());
    const calling = assert.rejects(connection.callTool('act', {}, { signal: stop.signal }), { code: 'cancelled' });
    await until(() => calls() === 1, 'the call arrives');
    stop.abort();
    await calling;
    assert.deepEqual((await connection.listTools()).length, 1);
  });
});

describe('a session that is forgotten in the middle of calls', () => {
  for (const [how, status, body] of [
    ['404', 404, ''],
    ["the seed's 400", 400, 'Bad Request: No valid session ID provided'],
  ] as const) {
    it(`is started anew once for all, unseen, by ${how}; each call is carried out once`, async () => {
      let session = 0;
      let carriedOut = 0;
      const held: (() => void)[] = [];
      const server = await startFaultyServer({
        initialize: ({ id }, response) => {
          session += 1;
          const serverInfo = { name: 'old', version: '1' };
          const result = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo };
          response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': String(session) });
          response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
          return undefined;
        },
        'tools/call': (_, response) => {
          if (session > 1) {
            carriedOut += 1;
            return RESULT;
          }
          held.push(() => response.writeHead(status).end(body));
          return undefined;
        },
      });
      const connection = await connectTo(server.url);
      const calling = Promise.all(Array.from({ length: 8 }, () => connection.callTool('act', {})));
      await until(() => held.length === 8, 'all calls arrive');
      for (const refuse of held) refuse();
      await calling;
      assert.deepEqual([session, carriedOut], [2, 8]);
      await connection.close();
      await server.close();
    });
  }
});
