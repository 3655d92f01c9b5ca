import assert from 'node:assert/strict';
import { Listeners } from '../../../src/core/listeners.ts';
import type { ConnectOptions } from '../../../src/core/mcp/connect.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { startFaultyServer } from '../../peers/faultyServer.ts';
import type { Answer, FaultyServer } from '../../peers/faultyServer.ts';
import { connectTo, realEffects } from '../support/connectTo.ts';

const COMPLETE = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
const DISCOVERED = {
  ...COMPLETE,
  supportedVersions: ['2026-07-28'],
  capabilities: { tools: {} },
  serverInfo: { name: 'stateless', version: '1' },
};

/** Asks for a confirmation before it answers. */
const ASKING: Answer = ({ params }) => {
  if ('inputResponses' in params) return { resultType: 'complete', content: [{ type: 'text', text: 'closed' }] };
  const requestedSchema = {
    type: 'object',
    properties: { sure: { type: 'boolean', default: true }, reason: { type: 'string' } },
  };
  const question = { mode: 'form', message: 'Close it?', requestedSchema };
  return {
    resultType: 'input_required',
    inputRequests: { sure: { method: 'elicitation/create', params: question } },
    requestState: 'kept as it is',
  };
};

describe('a server of the 2026-07-28 revision', () => {
  let server: FaultyServer;
  let connection: McpConnection;

  async function connected(answers: Record<string, Answer>, options: Partial<ConnectOptions> = {}) {
    server = await startFaultyServer({ 'server/discover': () => DISCOVERED, ...answers });
    connection = await connectTo(server.url, options);
    return connection;
  }

  const sentTo = (method: string) => server.received.filter((request) => request.method === method);

  afterEach(async () => {
    await connection.close();
    await server.close();
  });

  it('is spoken to without a handshake', async () => {
    await connected({});
    assert.equal(connection.protocolVersion, '2026-07-28');
    assert.deepEqual(sentTo('initialize'), []);
  });

  it('may leave out that an answer is complete', async () => {
    const { content } = await (await connected({})).callTool('act', {});
    assert.deepEqual(content, [{ type: 'text', text: 'done' }]);
  });

  it('keeps its good tools when the header annotations of another are invalid', async () => {
    const tool = (name: string, header: string) => ({
      name,
      inputSchema: { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': header } } },
    });
    const lines: string[] = [];
    const tools = { ...COMPLETE, tools: [tool('bad', 'My Region'), tool('good', 'Region')] };
    await connected({ 'tools/list': () => tools }, { effects: realEffects(lines) });
    assert.deepEqual(
      (await connection.listTools()).map(({ name }) => name),
      ['good'],
    );
    assert.deepEqual(lines, ['Left out the tool bad: its header annotations are invalid']);
  });

  it('gets an answer to its question, with its own defaults for what was left out', async () => {
    const asked: unknown[] = [];
    await connected(
      { 'tools/call': ASKING },
      {
        requests: {
          elicit: async (question) => {
            asked.push(question.message);
            return { action: 'accept', content: { reason: 'fixed' } };
          },
        },
      },
    );
    const { content } = await connection.callTool('close', {});
    assert.deepEqual(content, [{ type: 'text', text: 'closed' }]);
    assert.deepEqual(asked, ['Close it?']);
    const { inputResponses, requestState } = sentTo('tools/call')[1]?.params ?? {};
    assert.deepEqual(inputResponses, { sure: { action: 'accept', content: { reason: 'fixed', sure: true } } });
    assert.equal(requestState, 'kept as it is');
  });

  it('is told with each call which lines of its log are wanted', async () => {
    const log = {
      level: () => 'notice' as const,
      onDidChangeLevel: new Listeners<void>().listen,
      write: () => undefined,
    };
    await connected({}, { requests: { log } });
    await connection.callTool('act', {});
    const meta = sentTo('tools/call')[0]?.params['_meta'];
    assert.partialDeepStrictEqual(meta, { 'io.modelcontextprotocol/logLevel': 'notice' });
  });

  it('is told that it cannot ask where nobody answers', async () => {
    await connected({});
    await connection.callTool('act', {});
    const meta = sentTo('tools/call')[0]?.params['_meta'];
    assert.partialDeepStrictEqual(meta, { 'io.modelcontextprotocol/clientCapabilities': {} });
    assert.doesNotMatch(JSON.stringify(meta), /elicitation/);
  });
});
