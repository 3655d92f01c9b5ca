import assert from 'node:assert/strict';
import * as z from 'zod';
import { AppError, CONNECTING, mayHaveArrived } from '../../../src/core/errors.ts';
import { MESSAGE_LIMIT } from '../../../src/core/mcp/limitedBody.ts';
import { TIME_LIMITS } from '../../../src/core/mcp/openLink.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { sendBody, startFaultyServer } from '../../peers/faultyServer.ts';
import type { Answer, FaultyServer } from '../../peers/faultyServer.ts';
import { DISCOVER } from '../support/incidentAnswers.ts';
import { connectTo, IMPATIENT_TO_CALL, IMPATIENT_TO_CONNECT } from '../support/connectTo.ts';
import { until } from '../support/until.ts';

const HANG: Answer = () => undefined;
const HTML: Answer = (_, response) => sendBody(response, 200, 'text/html', '<html>Hotel Wi-Fi</html>');

function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_, response) => void response.writeHead(code, headers).end('{"error":"secret detail"}');
}

/** Says by server-sent events that a call goes on, until nobody listens any more. */
function endless(onGone: () => void): Answer {
  return ({ params }, response) => {
    const { _meta: meta } = z.object({ _meta: z.object({ progressToken: z.number() }) }).parse(params);
    const told = { method: 'notifications/progress', params: { ...meta, progress: 1 } };
    const event = `data: ${JSON.stringify({ jsonrpc: '2.0', ...told })}\n\n`;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const telling = setInterval(() => response.write(event), 20);
    response.on('close', () => {
      clearInterval(telling);
      onGone();
    });
    return undefined;
  };
}

describe('a faulty server', () => {
  let server: FaultyServer;
  let connection: McpConnection | undefined;
  let host: string;

  async function start(spoilt: Record<string, Answer> = {}): Promise<void> {
    server = await startFaultyServer(spoilt);
    host = new URL(server.url).host;
  }

  async function connected(spoilt: Record<string, Answer>, limits = TIME_LIMITS): Promise<McpConnection> {
    await start(spoilt);
    connection = await connectTo(server.url, { limits });
    return connection;
  }

  const isTold = (): boolean => server.received.some(({ method }) => method === 'notifications/cancelled');

  afterEach(async () => {
    await connection?.close();
    connection = undefined;
    await server.close();
  });

  describe('at the connection', () => {
    const phase = CONNECTING;
    const cases: readonly (readonly [string, Answer, () => AppError])[] = [
      ['answers with a page', HTML, () => new AppError('server_not_mcp', { url: server.url })],
      [
        'answers with nonsense',
        (_, response) => sendBody(response, 200, 'application/json', '{"nonsense":'),
        () => new AppError('server_not_mcp', { url: server.url }),
      ],
      [
        'answers with JSON that is no JSON-RPC',
        (_, response) => sendBody(response, 200, 'application/json', '{"hello":"world"}'),
        () => new AppError('server_not_mcp', { url: server.url }),
      ],
      ['is not there', status(404), () => new AppError('server_not_mcp', { url: server.url })],
      ['takes no POST', status(405), () => new AppError('server_not_mcp', { url: server.url })],
      ['fails', status(500), () => new AppError('server_error', { host, status: '500' })],
      ['is too busy', status(429), () => new AppError('server_error', { host, status: '429' })],
      ['forbids', status(403), () => new AppError('server_error', { host, status: '403' })],
      ['is lost behind a gateway', status(502), () => new AppError('server_error', { host, status: '502', phase })],
      ['hangs', HANG, () => new AppError('server_timeout', { host, phase })],
      ['hangs up', (_, response) => void response.destroy(), () => new AppError('server_unreachable', { host, phase })],
      ['refuses every token', status(401), () => new AppError('unauthorized', { server: 'Test' })],
      [
        'wants more scopes',
        status(403, { 'www-authenticate': 'Bearer error="insufficient_scope", scope="incidents:read extra"' }),
        () => new AppError('insufficient_scope', { server: 'Test', scopes: 'incidents:read extra' }),
      ],
      [
        'redirects to another server',
        status(307, { location: 'https://evil.example/mcp' }),
        () => new AppError('redirected_elsewhere', { host, target: 'evil.example' }),
      ],
    ];
    for (const [what, answer, expected] of cases) {
      it(`that ${what}`, async () => {
        await start({ '*': answer });
        const limits = answer === HANG ? IMPATIENT_TO_CONNECT : TIME_LIMITS;
        const unsent = (error: unknown): boolean => !mayHaveArrived(error);
        await assert.rejects(connectTo(server.url, { limits }), expected());
        await assert.rejects(connectTo(server.url, { limits }), unsent);
      });
    }

    it('that is down', async () => {
      await start();
      await server.close();
      await assert.rejects(connectTo(server.url), new AppError('server_unreachable', { host, reason: 'refused' }));
      await start();
    });

    it('whose address is not safe for a token is never asked', async () => {
      await start();
      await assert.rejects(connectTo('http://incidents.example/mcp'), { code: 'address_refused' });
    });

    it('that hangs is left at once when the person cancels', async () => {
      let gone = 0;
      await start({ '*': (_, response) => void response.on('close', () => (gone += 1)) });
      const stop = new AbortController();
      const connecting = connectTo(server.url, {}, stop.signal);
      await Promise.all([
        assert.rejects(connecting, { code: 'cancelled' }),
        until(() => server.received.length > 0, 'a request arrives').then(() => stop.abort()),
      ]);
      await until(() => gone > 0, 'the connection is dropped');
    });
  });

  describe('during a call', () => {
    const cases: readonly (readonly [string, Answer, () => AppError])[] = [
      ['answers with a page', HTML, () => new AppError('server_not_mcp', { url: server.url })],
      [
        'answers with nonsense',
        (_, response) => sendBody(response, 200, 'application/json', '{"nonsense":'),
        () => new AppError('answer_invalid', { what: 'tools/call' }),
      ],
      [
        'answers with a result of the wrong shape',
        () => ({ content: 'words' }),
        () => new AppError('answer_invalid', { what: 'tools/call' }),
      ],
      ['fails', status(503), () => new AppError('server_error', { host, status: '503' })],
      ['hangs', HANG, () => new AppError('server_timeout', { host })],
      ['hangs up', (_, response) => void response.destroy(), () => new AppError('server_unreachable', { host })],
      [
        'ends its stream without an answer',
        (_, response) => sendBody(response, 200, 'text/event-stream', ': nothing\n\n'),
        () => new AppError('server_unreachable', { host }),
      ],
      [
        'sends a message without end',
        (_, response) => sendBody(response, 200, 'application/json', `"${'x'.repeat(MESSAGE_LIMIT)}"`),
        () => new AppError('answer_too_large', { megabytes: '16' }),
      ],
      [
        'words an error with control characters and at length',
        () => ({ error: { code: -32_000, message: `no\u0007\u202e ${'x'.repeat(5000)}` } }),
        () => new AppError('tool_failed', { tool: 'act', message: `no ${'x'.repeat(496)}…` }),
      ],
    ];
    for (const [what, answer, expected] of cases) {
      it(`that ${what}`, async () => {
        const calls = await connected({ 'tools/call': answer }, answer === HANG ? IMPATIENT_TO_CALL : TIME_LIMITS);
        await assert.rejects(calls.callTool('act', {}), expected());
        assert.equal(server.received.filter(({ method }) => method === 'tools/call').length, 1);
      });
    }

    it('is told of a cancellation, and its connection dropped', async () => {
      let gone = false;
      const calls = await connected({ 'tools/call': (_, response) => void response.on('close', () => (gone = true)) });
      const stop = new AbortController();
      const calling = calls.callTool('act', {}, { signal: stop.signal });
      await Promise.all([
        assert.rejects(calling, { code: 'cancelled' }),
        until(() => server.received.some(({ method }) => method === 'tools/call'), 'the call arrives').then(() =>
          stop.abort(),
        ),
      ]);
      await until(() => gone, 'the connection is dropped');
      await until(isTold, 'the server is told');
    });

    for (const [era, answers] of [
      ['2025-11-25', {}],
      ['2026-07-28', { 'server/discover': DISCOVER }],
    ] as const) {
      it(`of ${era} is told that a call took too long in all, and its connection dropped`, async () => {
        let gone = false;
        const limits = { ...TIME_LIMITS, call: 150, callInTotal: 300 };
        const calls = await connected({ ...answers, 'tools/call': endless(() => (gone = true)) }, limits);
        await assert.rejects(calls.callTool('act', {}), new AppError('server_timeout', { host }));
        await until(() => gone, 'the connection is dropped');
        if (era === '2025-11-25') await until(isTold, 'the server is told');
        else assert.ok(!isTold());
      });
    }

    it('never gets a call a second time after a refusal that it may have acted on', async () => {
      const calls = await connected({ 'tools/call': status(400) });
      await assert.rejects(calls.callTool('act', {}), new AppError('server_error', { host, status: '400' }));
      assert.equal(server.received.filter(({ method }) => method === 'tools/call').length, 1);
    });

    it('whose list of tools repeats a cursor or never ends is cut off', async () => {
      const calls = await connected({ 'tools/list': () => ({ tools: [], nextCursor: 'again' }) });
      await assert.rejects(calls.listTools(), new AppError('endless_list', { what: 'tools' }));
      assert.equal(server.received.filter(({ method }) => method === 'tools/list').length, 2);
      let page = 0;
      server.answers.set('tools/list', () => ({ tools: [], nextCursor: String((page += 1)) }));
      await assert.rejects(calls.listTools(), new AppError('endless_list', { what: 'tools' }));
    });

    it('never sees the token of a request that was redirected to it', async () => {
      const elsewhere = await startFaultyServer();
      const calls = await connected({ 'tools/call': status(307, { location: elsewhere.url }) });
      const target = new URL(elsewhere.url).host;
      await assert.rejects(calls.callTool('act', {}), new AppError('redirected_elsewhere', { host, target }));
      assert.deepEqual(elsewhere.received, []);
      await elsewhere.close();
    });
  });
});
