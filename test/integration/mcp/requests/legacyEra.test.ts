import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { Listeners } from '../../../../src/core/listeners.ts';
import type { McpConnection } from '../../../../src/core/mcp/connection.ts';
import { TIME_LIMITS } from '../../../../src/core/mcp/openLink.ts';
import type { ServerLogLevel, ServerLogLine } from '../../../../src/core/mcp/requests/serverLog.ts';
import type { ServerRequests } from '../../../../src/core/mcp/requests/serverRequests.ts';
import { startAskingServer } from '../../../peers/askingServer.ts';
import type { AskingServer, WireQuestion } from '../../../peers/askingServer.ts';
import { connectTo } from '../../support/connectTo.ts';
import { formOf, modelFor, pageAt, PRIMITIVES } from '../../support/questions.ts';
import { until } from '../../support/until.ts';

describe('what a server of 2025-11-25 asks, further', () => {
  let server: AskingServer;
  let connection: McpConnection;

  beforeEach(async () => {
    server = await startAskingServer();
  });
  afterEach(async () => {
    await connection.close();
    await server.close();
  });

  const call = async (): Promise<unknown> => {
    const { content } = await connection.callTool('act', {});
    return content[0]?.type === 'text' ? JSON.parse(content[0].text) : content;
  };

  const refusals = [
    ['rejects', new AppError('cancelled'), { code: -1, message: 'User rejected sampling request' }],
    [
      'has no model for',
      new AppError('no_model', { server: 'Test' }),
      { code: -1, message: 'The editor has no language model' },
    ],
  ] as const;
  for (const [what, thrown, error] of refusals) {
    it(`hears why, where the person ${what} a prompt for a language model`, async () => {
      connection = await connectTo(server.url, { requests: { sample: () => Promise.reject(thrown) } });
      server.tools.set('act', [{ ask: modelFor({}) }]);
      assert.deepEqual(await call(), { error: { ...error, message: `MCP error -1: ${error.message}` } });
    });
  }

  const tooMuch = [
    ['text without end', { systemPrompt: 'x'.repeat(300_000) }],
    [
      'messages without end',
      { messages: Array.from({ length: 500 }, () => ({ role: 'user', content: { type: 'text', text: 'x' } })) },
    ],
    [
      'a message without end',
      { messages: [{ role: 'user', content: Array.from({ length: 501 }, () => ({ type: 'text', text: 'x' })) }] },
    ],
    ['sound', { messages: [{ role: 'user', content: { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' } }] }],
    ['tools', { tools: [{ name: 'x', inputSchema: { type: 'object' } }] }],
  ] as const;
  for (const [what, params] of tooMuch) {
    it(`is refused a language model for ${what}`, async () => {
      connection = await connectTo(server.url, { requests: { sample: () => assert.fail('It was asked') } });
      server.tools.set('act', [{ ask: modelFor(params) }]);
      assert.match(JSON.stringify(await call()), /too large|Invalid/);
    });
  }

  it('waits for the person longer than a call may take', async () => {
    const limits = { ...TIME_LIMITS, call: 1500 };
    const answer = Promise.withResolvers<{ action: 'decline' }>();
    const patience = setTimeout(() => answer.resolve({ action: 'decline' }), 3000);
    connection = await connectTo(server.url, { limits, requests: { elicit: () => answer.promise } });
    server.tools.set('act', [{ ask: formOf(PRIMITIVES) }]);
    const heard: object[] = [];
    const { content } = await connection.callTool('act', {}, { onProgress: (progress) => heard.push(progress) });
    clearTimeout(patience);
    assert.deepEqual([content, heard], [[{ type: 'text', text: '{"action":"decline"}' }], []]);
  });

  it('is told at once that nobody answers any more when the connection closes', async () => {
    const asked = Promise.withResolvers<AbortSignal>();
    const requests: ServerRequests = {
      elicit: (_form, signal) => (asked.resolve(signal), new Promise(() => undefined)),
    };
    connection = await connectTo(server.url, { requests });
    server.tools.set('act', [{ ask: formOf(PRIMITIVES) }]);
    const calling = assert.rejects(connection.callTool('act', {}), AppError);
    const signal = await asked.promise;
    await connection.close();
    await calling;
    assert.equal(signal.aborted, true);
  });

  const nobody = new Promise<never>(() => undefined);
  const questions: readonly (readonly [
    string,
    WireQuestion,
    (hear: (signal: AbortSignal) => void) => ServerRequests,
  ])[] = [
    ['form', formOf(PRIMITIVES), (hear) => ({ elicit: (_form, signal) => (hear(signal), nobody) })],
    ['page', pageAt('https://login.example/'), (hear) => ({ elicitUrl: (_page, signal) => (hear(signal), nobody) })],
    ['prompt for a model', modelFor({}), (hear) => ({ sample: (_prompt, signal) => (hear(signal), nobody) })],
    [
      'question for the folders',
      { method: 'roots/list', params: {} },
      (hear) => ({
        roots: { list: (signal) => (hear(signal), nobody), onDidChange: new Listeners<void>().listen },
      }),
    ],
  ];
  for (const [what, question, requests] of questions) {
    it(`may take its ${what} back, of which whoever answers it hears`, async () => {
      const asked = Promise.withResolvers<AbortSignal>();
      connection = await connectTo(server.url, { requests: requests(asked.resolve) });
      const back = new AbortController();
      server.tools.set('act', [{ ask: question, until: back.signal }]);
      const calling = call();
      const signal = await asked.promise;
      assert.equal(signal.aborted, false);
      back.abort();
      await calling;
      await until(() => signal.aborted, 'the question is taken back');
    });
  }

  const required = (url: string) => ({
    refuse: {
      code: -32_042,
      data: { elicitations: [{ mode: 'url', message: 'First this', url, elicitationId: 'e7' }] },
    },
  });

  it('may refuse a call until a page was opened: the person is asked, and the call is not made again', async () => {
    const pages: string[] = [];
    const done: string[] = [];
    const requests: ServerRequests = {
      elicitUrl: async ({ url, id }) => (pages.push(`${id} ${url.href}`), 'accept'),
      onPageDone: (id) => done.push(id),
    };
    connection = await connectTo(server.url, { requests });
    server.tools.set('act', [required('https://login.example/')]);
    await assert.rejects(connection.callTool('act', {}), new AppError('page_required', { server: 'Test' }));
    assert.deepEqual([pages, server.calls], [['e7 https://login.example/'], ['act']]);
    server.tools.set('act', [
      { notify: { method: 'notifications/elicitation/complete', params: { elicitationId: 'e7' } } },
    ]);
    await call();
    assert.deepEqual(done, ['e7']);
  });

  it('fails a call in silence where the person does not open the page that it needs', async () => {
    connection = await connectTo(server.url, { requests: { elicitUrl: async () => 'decline' } });
    server.tools.set('act', [required('https://login.example/')]);
    await assert.rejects(connection.callTool('act', {}), { code: 'cancelled' });
  });

  it('keeps no call waiting that was cancelled, for a page that it needs', async () => {
    const asked = Promise.withResolvers<AbortSignal>();
    connection = await connectTo(server.url, {
      requests: { elicitUrl: (_page, heard) => (asked.resolve(heard), nobody) },
    });
    server.tools.set('act', [required('https://login.example/')]);
    const stop = new AbortController();
    const calling = assert.rejects(connection.callTool('act', {}, { signal: stop.signal }), { code: 'cancelled' });
    await asked.promise;
    stop.abort();
    await calling;
  });

  it('never has a page opened that is none, for a call either', async () => {
    connection = await connectTo(server.url, { requests: { elicitUrl: () => assert.fail('It was shown') } });
    server.tools.set('act', [required('command:workbench.action.quit')]);
    await assert.rejects(connection.callTool('act', {}), { code: 'page_required' });
  });

  it('hears that the folders changed', async () => {
    const changed = new Listeners<void>();
    connection = await connectTo(server.url, {
      requests: { roots: { list: async () => [], onDidChange: changed.listen } },
    });
    changed.tell();
    await until(() => server.rootsChanges() === 1, 'the server hears of it');
  });

  it('writes into the log: one bounded line each, at its level, and only what is wanted', async () => {
    const lines: ServerLogLine[] = [];
    const changed = new Listeners<void>();
    let level: ServerLogLevel = 'info';
    const log = {
      level: () => level,
      onDidChangeLevel: changed.listen,
      write: (line: ServerLogLine) => lines.push(line),
    };
    connection = await connectTo(server.url, { requests: { log } });
    await until(() => server.levels.length === 1, 'the level is asked for');
    const message = (params: object) => ({ notify: { method: 'notifications/message', params } });
    server.tools.set('act', [
      message({ level: 'warning', logger: 'db\u202e', data: 'slow\r\n[error] forged\u0007' }),
      message({ level: 'alert', data: { a: [1] } }),
      message({ level: 'debug', data: 'nobody wants it' }),
      message({ level: 'info', data: 'x'.repeat(100_000) }),
    ]);
    await call();
    assert.deepEqual(lines.slice(0, 2), [
      { level: 'warning', logger: 'db', text: 'slow [error] forged' },
      { level: 'alert', logger: '', text: '{"a":[1]}' },
    ]);
    assert.equal(lines[2]?.text.length, 1000);
    level = 'error';
    changed.tell();
    await until(() => server.levels.length === 2, 'the other level is asked for');
    assert.deepEqual(server.levels, ['info', 'error']);
  });
});
