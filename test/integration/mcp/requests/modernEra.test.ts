import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { Listeners } from '../../../../src/core/listeners.ts';
import type { McpConnection } from '../../../../src/core/mcp/connection.ts';
import type { ServerLogLine } from '../../../../src/core/mcp/requests/serverLog.ts';
import { startStatelessAskingServer } from '../../../peers/statelessAskingServer.ts';
import type { StatelessAskingServer } from '../../../peers/statelessAskingServer.ts';
import { connectTo } from '../../support/connectTo.ts';
import { formOf, modelFor, PRIMITIVES } from '../../support/questions.ts';

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
