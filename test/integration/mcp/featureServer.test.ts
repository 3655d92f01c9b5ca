import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { startFeatureServer } from '../../peers/featureServer.ts';
import type { FeatureServer } from '../../peers/featureServer.ts';
import { connectTo } from '../support/connectTo.ts';
import { until } from '../support/until.ts';

describe('a server of the v1 SDK', () => {
  let server: FeatureServer;
  let connection: McpConnection;

  beforeEach(async () => {
    server = await startFeatureServer();
    connection = await connectTo(server.url);
  });

  afterEach(async () => {
    await connection.close();
    await server.close();
  });

  it('says who it is and what it speaks', () => {
    assert.deepEqual([connection.serverName, connection.protocolVersion], ['Features', '2025-11-25']);
  });

  it('lists its tools over several pages', async () => {
    const tools = await connection.listTools();
    assert.deepEqual(
      tools.map(({ name, readOnly, destructive }) => [name, readOnly, destructive]),
      [
        ['progress', false, true],
        ['wait', false, true],
        ['contents', true, false],
        ['count', false, true],
        ['broken', false, true],
      ],
    );
    assert.equal(tools[0]?.title, 'The progress tool');
  });

  it('tells of its progress', async () => {
    const heard: object[] = [];
    await connection.callTool('progress', {}, { onProgress: (progress) => heard.push(progress) });
    assert.deepEqual(heard, [
      { message: 'step 1', fraction: 0.5 },
      { message: 'step 2', fraction: 1 },
    ]);
  });

  it('stops a call that is cancelled', async () => {
    const stop = new AbortController();
    const calling = assert.rejects(connection.callTool('wait', {}, { signal: stop.signal }), { code: 'cancelled' });
    await until(() => server.runs.get('wait') === 1, 'the call arrives');
    stop.abort();
    await calling;
    await until(() => server.cancelled() === 1, 'the server hears of it');
  });

  it('is not asked at all when the call was cancelled before', async () => {
    const calling = connection.callTool('count', {}, { signal: AbortSignal.abort() });
    await assert.rejects(calling, { code: 'cancelled' });
    assert.equal(server.runs.get('count'), undefined);
  });

  it('sends every kind of content', async () => {
    const result = await connection.callTool('contents', {});
    assert.deepEqual(result, {
      isError: false,
      content: [
        { type: 'text', text: 'words' },
        { type: 'image', mimeType: 'image/png', base64: 'AAAA' },
        { type: 'audio', mimeType: 'audio/wav', base64: 'AAAA' },
        { type: 'resource', uri: 'x://1', mimeType: 'text/plain', text: 'inner' },
        { type: 'resource', uri: 'x://2', mimeType: '', base64: 'AAAA' },
        { type: 'link', uri: 'x://3', name: 'Three', mimeType: '' },
      ],
      structured: { a: [1, { b: null }] },
    });
  });

  it('words the failure of a tool in its result', async () => {
    const { isError, content } = await connection.callTool('broken', {});
    assert.deepEqual([isError, content], [true, [{ type: 'text', text: 'It broke' }]]);
  });

  it('lists prompts, completes arguments, and says which prompt it does not have', async () => {
    assert.deepEqual(await connection.listPrompts(), [
      {
        name: 'ask',
        title: 'ask',
        description: '',
        icons: [],
        arguments: [{ name: 'about', title: 'about', description: 'Which', required: true }],
      },
    ]);
    assert.deepEqual(
      await connection.complete({ kind: 'prompt', name: 'ask' }, { name: 'about', value: 't', given: {} }),
      {
        values: ['two'],
        hasMore: false,
      },
    );
    await assert.rejects(connection.renderPrompt('ask', {}), (error) => {
      assert.ok(error instanceof AppError);
      assert.deepEqual([error.code, error.args['prompt']], ['prompt_failed', 'ask']);
      return true;
    });
  });

  it('gives resources, and says which it does not have', async () => {
    assert.deepEqual(
      (await connection.listResourceTemplates()).map(({ uriTemplate }) => uriTemplate),
      ['x://{id}'],
    );
    assert.deepEqual(await connection.readResource('x://1'), [
      { type: 'resource', uri: 'x://1', mimeType: '', text: 'one' },
    ]);
    await assert.rejects(connection.readResource('x://9'), new AppError('resource_missing', { uri: 'x://9' }));
  });

  it('may forget the session, and a call then runs once', async () => {
    server.forgetSessions();
    await connection.callTool('count', {});
    assert.equal(server.runs.get('count'), 1);
    server.forgetSessions();
    const [tools] = await Promise.all([connection.listTools(), connection.callTool('count', {})]);
    assert.deepEqual([tools.length, server.runs.get('count')], [5, 2]);
  });

  it('hears when the connection is closed, once', async () => {
    let closed = 0;
    connection.onDidClose(() => (closed += 1));
    const stopped = connection.onDidClose(() => (closed += 10));
    stopped.dispose();
    await Promise.all([connection.close(), connection.close()]);
    await connection.close();
    assert.equal(closed, 1);
    await assert.rejects(connection.listTools(), { code: 'server_unreachable' });
  });

  describe('that asks the person', () => {
    it('gets the answer, with its own defaults for what was left out', async () => {
      const asked: unknown[] = [];
      const asking = await connectTo(server.url, {
        requests: {
          elicit: async ({ message, fields }) => {
            asked.push(
              message,
              fields.map(({ name }) => name),
            );
            return { action: 'accept', content: { reason: 'fixed' } };
          },
        },
      });
      const { content } = await asking.callTool('question', {});
      const answer = JSON.stringify({ action: 'accept', content: { reason: 'fixed', sure: true } });
      assert.deepEqual(content, [{ type: 'text', text: answer }]);
      assert.deepEqual(asked, ['Close it?', ['sure', 'reason']]);
      await asking.close();
    });

    it('hears that nobody answers', async () => {
      await assert.rejects(connection.callTool('question', {}), { code: 'tool_failed' });
    });
  });
});
