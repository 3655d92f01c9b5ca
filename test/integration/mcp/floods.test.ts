import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { sendBody, startFaultyServer } from '../../peers/faultyServer.ts';
import type { Answer, FaultyServer } from '../../peers/faultyServer.ts';
import { connectTo } from '../support/connectTo.ts';

const MEGABYTE = 1024 * 1024;
const TOO_LARGE = new AppError('answer_too_large', { megabytes: '16' });

/** An answer of so many megabytes, written as fast as it is taken; tells how much of it was. */
function flood(megabytes: number, type: string): { readonly answer: Answer; readonly sent: () => number } {
  let sent = 0;
  const answer: Answer = ({ id }, response) => {
    const part = 'A'.repeat(MEGABYTE);
    response.writeHead(200, { 'content-type': type });
    if (type === 'text/event-stream') response.write('data: ');
    response.write(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[{"type":"image","data":"`);
    const go = (): void => {
      while (sent < megabytes && !response.destroyed) {
        sent += 1;
        if (!response.write(part)) return void response.once('drain', go);
      }
      response.end('","mimeType":"image/png"}]}}\n\n');
    };
    go();
    return undefined;
  };
  return { answer, sent: () => sent };
}

describe('a server that sends too much', function () {
  this.timeout(30_000);
  let server: FaultyServer;
  let connection: McpConnection;

  async function start(answers: Record<string, Answer>): Promise<void> {
    server = await startFaultyServer(answers);
    connection = await connectTo(server.url);
  }

  afterEach(async () => {
    await connection.close();
    await server.close();
  });

  for (const [what, megabytes] of [
    ['a result of 50 MB', 50],
    ['an image of 30 MB', 30],
  ] as const) {
    for (const type of ['application/json', 'text/event-stream']) {
      it(`as ${what} in ${type} is cut off, said so, and can be used on`, async () => {
        const { answer, sent } = flood(megabytes, type);
        await start({ 'tools/call': answer });
        await assert.rejects(connection.callTool('act', {}), TOO_LARGE);
        assert.ok(sent() < megabytes, `${sent()} MB were taken`);
        server.answers.delete('tools/call');
        assert.equal((await connection.callTool('act', {})).isError, false);
      });
    }
  }

  it('as an image of 8 MB is shown', async () => {
    await start({ 'tools/call': flood(8, 'application/json').answer });
    const [image] = (await connection.callTool('act', {})).content;
    assert.ok(image?.type === 'image' && image.base64.length === 8 * MEGABYTE);
  });

  it('as an error page of 50 MB is cut off too', async () => {
    await start({ 'tools/call': (_, response) => sendBody(response, 400, 'text/html', 'x'.repeat(50 * MEGABYTE)) });
    await assert.rejects(connection.callTool('act', {}), { code: 'server_error' });
  });

  it('as 5000 tools is listed whole, by pages', async () => {
    const tools = Array.from({ length: 5000 }, (_, index) => ({
      name: `tool_${index}`,
      description: 'Does this and that. '.repeat(20),
      inputSchema: { type: 'object', properties: { id: { type: 'string', description: 'Which one' } } },
    }));
    await start({
      'tools/list': ({ params }) => {
        const from = Number(params['cursor'] ?? 0);
        const page = { tools: tools.slice(from, from + 100) };
        return from + 100 < tools.length ? { ...page, nextCursor: String(from + 100) } : page;
      },
    });
    const began = process.cpuUsage();
    assert.equal((await connection.listTools()).length, 5000);
    const { user } = process.cpuUsage(began);
    assert.ok(user < 5_000_000, `${user / 1000} ms of work`);
    assert.equal((await connection.callTool('tool_4999', {})).isError, false);
  });
});

describe('a server that lists nonsense', () => {
  const lists = {
    'tools/list': (connection: McpConnection) => connection.listTools(),
    'prompts/list': (connection: McpConnection) => connection.listPrompts(),
    'resources/list': (connection: McpConnection) => connection.listResources(),
    'resources/templates/list': (connection: McpConnection) => connection.listResourceTemplates(),
  };
  const key = { 'tools/list': 'tools', 'prompts/list': 'prompts', 'resources/list': 'resources' };
  for (const [method, list] of Object.entries(lists)) {
    const name = Object.entries(key).find(([each]) => each === method)?.[1] ?? 'resourceTemplates';
    const nonsense: readonly object[] = [
      {},
      { [name]: 'many' },
      { [name]: [null] },
      { [name]: [{ name: 5 }] },
      { [name]: {}, nextCursor: 1 },
    ];
    it(`in ${method} is said to, and can be used on`, async () => {
      const server = await startFaultyServer();
      const connection = await connectTo(server.url);
      for (const result of nonsense) {
        server.answers.set(method, () => result);
        await assert.rejects(list(connection), new AppError('answer_invalid', { what: method }));
      }
      server.answers.set(method, () => ({ [name]: [], nextCursor: 'again' }));
      await assert.rejects(list(connection), { code: 'endless_list' });
      server.answers.set(method, (_, response) => sendBody(response, 200, 'application/json', '{"nonsense":'));
      await assert.rejects(list(connection), { code: 'answer_invalid' });
      assert.equal((await connection.callTool('act', {})).isError, false);
      await connection.close();
      await server.close();
    });
  }
});
