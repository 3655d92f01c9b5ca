import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { isAppError, mayHaveArrived } from '../../../src/core/errors.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { TIME_LIMITS } from '../../../src/core/mcp/openLink.ts';
import { startFaultyServer } from '../../peers/faultyServer.ts';
import type { Answer, FaultyServer } from '../../peers/faultyServer.ts';
import { DISCOVER } from '../support/incidentAnswers.ts';
import { connectTo, ERAS } from '../support/connectTo.ts';
import { until } from '../support/until.ts';

const TRIES = 4;
const KEYED = { type: 'object', properties: { idempotencyKey: { type: 'string' } } };
const TOOLS = [
  { name: 'read', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } },
  { name: 'create', inputSchema: KEYED },
  { name: 'act', inputSchema: { type: 'object' } },
];
const KEY = { idempotencyKey: 'k' };

const HANG_UP: Answer = (_, response) => void response.destroy();
const BREAK_OFF: Answer = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': nothing\n\n', () => response.destroy());
  return undefined;
};
const END: Answer = (_, response) =>
  void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(': nothing\n\n');
const GATEWAY: Answer = (_, response) => void response.writeHead(502).end();

for (const era of ERAS) {
  describe(`a call by the protocol of ${era} whose connection breaks`, () => {
    let server: FaultyServer;
    let connection: McpConnection;

    const calls = (): number => server.received.filter(({ method }) => method === 'tools/call').length;

    beforeEach(async () => {
      const discover: Record<string, Answer> = era === '2026-07-28' ? { 'server/discover': DISCOVER } : {};
      server = await startFaultyServer({
        ...discover,
        'tools/list': () => ({ tools: TOOLS, ttlMs: 0, cacheScope: 'private' }),
      });
      connection = await connectTo(server.url);
      assert.equal(connection.protocolVersion, era);
      await connection.listTools();
    });
    afterEach(async () => {
      await connection.close();
      await server.close();
    });

    for (const [how, answer] of [
      ['hangs up', HANG_UP],
      ['breaks off in an answer', BREAK_OFF],
      ['ends its answer early', END],
      ['is lost behind a gateway', GATEWAY],
    ] as const) {
      it(`is made ${TRIES} times in all at a server that ${how}, where it reads or brings a key, else once`, async () => {
        server.answers.set('tools/call', answer);
        await assert.rejects(connection.callTool('act', {}));
        assert.equal(calls(), 1);
        await assert.rejects(connection.callTool('create', {}));
        assert.equal(calls(), 2);
        const both = [connection.callTool('read', {}), connection.callTool('create', KEY)];
        await Promise.all(both.map((call) => assert.rejects(call)));
        assert.equal(calls(), 2 + 2 * TRIES);
      });
    }

    it('ends well where a later try does', async () => {
      server.answers.set('tools/call', (_, response) => {
        if (calls() < TRIES) return void response.destroy();
        return { content: [{ type: 'text', text: 'done' }] };
      });
      const { content } = await connection.callTool('create', KEY);
      assert.deepEqual([content, calls()], [[{ type: 'text', text: 'done' }], TRIES]);
    });

    it('is not made again once the person cancels or the connection is closed', async () => {
      server.answers.set('tools/call', HANG_UP);
      const stop = new AbortController();
      const cancelled = assert.rejects(connection.callTool('read', {}, { signal: stop.signal }), { code: 'cancelled' });
      await until(() => calls() === 2, 'it is made again');
      stop.abort();
      await cancelled;
      const closed = assert.rejects(connection.callTool('read', {}), { code: 'server_unreachable' });
      await until(() => calls() === 4, 'it is made again');
      await connection.close();
      await closed;
      assert.equal(calls(), 4);
    });

    it('may have been carried out where a key came with it, whatever a later try is told', async () => {
      server.answers.set('tools/call', (_, response) => {
        if (calls() === 1) return void response.destroy();
        return void response.writeHead(401).end();
      });
      await assert.rejects(connection.callTool('create', KEY), (error) => isAppError(error, 'server_unreachable'));
      server.received.length = 0;
      await assert.rejects(connection.callTool('read', {}), { code: 'unauthorized' });
    });

    it('may have been carried out where a key came with it, though the tool says later that it failed', async () => {
      server.answers.set('tools/call', (_, response) => {
        if (calls() === 1) return void response.destroy();
        return { content: [], isError: true };
      });
      await assert.rejects(connection.callTool('create', KEY), mayHaveArrived);
      server.received.length = 0;
      const { isError } = await connection.callTool('read', {});
      assert.deepEqual([isError, calls()], [true, 2], 'what reads is told the truth');
    });

    it('has one limit of time for all its tries', async () => {
      const limit = 1500;
      const impatient = await connectTo(server.url, { limits: { ...TIME_LIMITS, callInTotal: limit } });
      await impatient.listTools();
      server.answers.set('tools/call', async (_, response) => {
        await setTimeout(limit / 2);
        response.destroy();
        return undefined;
      });
      await assert.rejects(impatient.callTool('read', {}), { code: 'server_timeout' });
      assert.ok(calls() <= 2, `${calls()}`);
      await impatient.close();
    });

    it('is not made again once the person was asked something in it', async () => {
      let asked = 0;
      const open = new Set<ServerResponse>();
      const elicit = async (): Promise<{ action: 'decline' }> => {
        asked += 1;
        for (const response of open) response.destroy();
        return { action: 'decline' };
      };
      const asking = await connectTo(server.url, { requests: { elicit } });
      await asking.listTools();
      const ask = {
        method: 'elicitation/create',
        params: { message: 'Who?', requestedSchema: { type: 'object', properties: { who: { type: 'string' } } } },
      };
      server.answers.set('tools/call', ({ params }, response) => {
        if ('inputResponses' in params) return void response.destroy();
        if (era === '2026-07-28') return { resultType: 'input_required', inputRequests: { who: ask } };
        open.add(response);
        const question = JSON.stringify({ jsonrpc: '2.0', id: 'who', ...ask });
        return void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`data: ${question}\n\n`);
      });
      await assert.rejects(asking.callTool('read', {}), { code: 'server_unreachable' });
      assert.deepEqual([asked, calls()], [1, era === '2026-07-28' ? 2 : 1]);
      await asking.close();
    });
  });
}
