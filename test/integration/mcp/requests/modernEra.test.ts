import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { Listeners } from '../../../../src/core/listeners.ts';
import type { McpConnection } from '../../../../src/core/mcp/connection.ts';
import type { ServerLogLine } from '../../../../src/core/mcp/requests/serverLog.ts';
import type { ServerRequests } from '../../../../src/core/mcp/requests/serverRequests.ts';
import { startStatelessAskingServer } from '../../../peers/statelessAskingServer.ts';
import type { StatelessAskingServer } from '../../../peers/statelessAskingServer.ts';
import { connectTo } from '../../support/connectTo.ts';
import { formOf, modelFor, pageAt, PRIMITIVES } from '../../support/questions.ts';
import { until } from '../../support/until.ts';

describe('what a server of 2026-07-28 asks, further', () => {
  let server: StatelessAskingServer;
  let connection: McpConnection;

  beforeEach(async () => {
    server = await startStatelessAskingServer();
  });
  afterEach(async () => {
    await connection.close();
    await server.close();
  });

  it('fails a call in silence where the person rejects a prompt for a language model', async () => {
    const sample = () => Promise.reject(new AppError('cancelled'));
    connection = await connectTo(server.url, { requests: { sample } });
    server.questions = { it: modelFor({}) };
    await assert.rejects(connection.callTool('ask', {}), { code: 'cancelled' });
    assert.equal(server.answered(), 0);
  });

  /** Answers nothing, and gives the signals that it was handed. */
  const silent = (signals: AbortSignal[]): ServerRequests => {
    const wait = (signal: AbortSignal) => (signals.push(signal), new Promise<never>(() => undefined));
    return {
      elicit: (_form, signal) => wait(signal),
      elicitUrl: (_page, signal) => wait(signal),
      roots: { list: (signal) => wait(signal), onDidChange: new Listeners<void>().listen },
    };
  };
  const several = {
    form: formOf(PRIMITIVES),
    page: pageAt('https://login.example/'),
    roots: { method: 'roots/list', params: {} },
  };

  it('is of no use any more once its call is cancelled, of which whoever answers hears', async () => {
    const signals: AbortSignal[] = [];
    const sample = (_prompt: unknown, signal: AbortSignal) => (
      signals.push(signal),
      new Promise<never>(() => undefined)
    );
    connection = await connectTo(server.url, { requests: { ...silent(signals), sample } });
    server.questions = { ...several, model: modelFor({}) };
    const stop = new AbortController();
    const calling = assert.rejects(connection.callTool('ask', {}, { signal: stop.signal }), { code: 'cancelled' });
    await until(() => signals.length === 4, 'all is asked');
    assert.ok(signals.every(({ aborted }) => !aborted));
    stop.abort();
    await calling;
    assert.deepEqual([signals.every(({ aborted }) => aborted), server.answered()], [true, 0]);
  });

  it('is of no use any more once the person rejects another question of the same call', async () => {
    const signals: AbortSignal[] = [];
    const rejected = Promise.withResolvers<never>();
    connection = await connectTo(server.url, { requests: { ...silent(signals), sample: () => rejected.promise } });
    server.questions = { ...several, model: modelFor({}) };
    const calling = assert.rejects(connection.callTool('ask', {}), { code: 'cancelled' });
    await until(() => signals.length === 3, 'all is asked');
    rejected.reject(new AppError('cancelled'));
    await calling;
    assert.deepEqual([signals.every(({ aborted }) => aborted), server.answered()], [true, 0]);
  });

  it('says why a call fails where there is no language model', async () => {
    const sample = () => Promise.reject(new AppError('no_model', { server: 'Test' }));
    connection = await connectTo(server.url, { requests: { sample } });
    server.questions = { it: modelFor({}) };
    await assert.rejects(connection.callTool('ask', {}), new AppError('no_model', { server: 'Test' }));
  });

  it('tells nothing of its own about progress', async () => {
    connection = await connectTo(server.url, { requests: { elicit: async () => ({ action: 'decline' }) } });
    server.questions = { it: formOf(PRIMITIVES) };
    const heard: object[] = [];
    await connection.callTool('ask', {}, { onProgress: (progress) => heard.push(progress) });
    assert.deepEqual([heard, server.answered()], [[], 1]);
  });

  it('writes into the log', async () => {
    const lines: ServerLogLine[] = [];
    const onDidChangeLevel = new Listeners<void>().listen;
    const log = { level: () => 'info' as const, onDidChangeLevel, write: (line: ServerLogLine) => lines.push(line) };
    connection = await connectTo(server.url, { requests: { log } });
    await connection.callTool('ask', {});
    assert.deepEqual(lines, [{ level: 'warning', logger: 'part', text: 'Answered it' }]);
  });
});
