import assert from 'node:assert/strict';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { startEverythingServer } from '../../peers/everythingServer.ts';
import type { Peer } from '../../peers/listen.ts';
import { connectTo } from '../support/connectTo.ts';
import { until } from '../support/until.ts';

describe("the protocol's own server with everything", function () {
  this.timeout(60_000);
  let server: Peer;
  let connection: McpConnection;
  const questions: string[] = [];

  before(async () => {
    server = await startEverythingServer();
    connection = await connectTo(server.url, {
      requests: {
        elicit: async ({ message }) => {
          questions.push(message);
          return { action: 'accept', content: { name: 'Ada', integer: 7 } };
        },
      },
    });
  });

  after(async () => {
    await connection.close();
    await server.close();
  });

  const textOf = async (tool: string, args: Parameters<McpConnection['callTool']>[1] = {}): Promise<string> => {
    const { content } = await connection.callTool(tool, args);
    return content.map((part) => (part.type === 'text' ? part.text : part.type)).join('\n');
  };

  it('says what it is', () => {
    assert.equal(connection.protocolVersion, '2025-11-25');
    assert.ok(connection.serverName.length > 0 && connection.instructions.length > 0);
    const { tools, prompts, resources, completions, logging } = connection.offers;
    assert.deepEqual([tools, prompts, resources, completions, logging], [true, true, true, true, true]);
  });

  it('has tools that answer with every kind of content', async () => {
    const names = (await connection.listTools()).map(({ name }) => name);
    for (const name of ['echo', 'get-sum', 'get-tiny-image', 'get-structured-content']) assert.ok(names.includes(name));
    assert.match(await textOf('echo', { message: 'hello' }), /hello/);
    assert.match(await textOf('get-sum', { a: 2, b: 40 }), /42/);
    assert.match(await textOf('get-tiny-image'), /image/);
    const links = await connection.callTool('get-resource-links', { count: 2 });
    assert.equal(links.content.filter(({ type }) => type === 'link').length, 2);
    const { structured, mismatch } = await connection.callTool('get-structured-content', { location: 'Chicago' });
    assert.equal(typeof structured?.['temperature'], 'number');
    assert.equal(mismatch, undefined);
  });

  it('tells how far a long tool is', async () => {
    const steps: (number | undefined)[] = [];
    const onProgress = ({ fraction }: { readonly fraction?: number }): void => void steps.push(fraction);
    await connection.callTool('trigger-long-running-operation', { duration: 0.2, steps: 4 }, { onProgress });
    assert.deepEqual(steps, [0.25, 0.5, 0.75, 1]);
  });

  it('stops a long tool', async () => {
    const stop = new AbortController();
    const onProgress = (): void => stop.abort();
    const calling = connection.callTool(
      'trigger-long-running-operation',
      { duration: 60, steps: 600 },
      { onProgress, signal: stop.signal },
    );
    await assert.rejects(calling, { code: 'cancelled' });
  });

  it('has prompts, and completes their arguments by those that are given', async () => {
    const prompts = await connection.listPrompts();
    const prompt = prompts.find(({ name }) => name === 'completable-prompt');
    assert.deepEqual(
      prompt?.arguments.map(({ name, required }) => [name, required]),
      [
        ['department', true],
        ['name', true],
      ],
    );
    const reference = { kind: 'prompt', name: 'completable-prompt' } as const;
    const given = { department: 'Sales' };
    assert.deepEqual(await connection.complete(reference, { name: 'name', value: '', given }), {
      values: ['David', 'Eve', 'Frank'],
      hasMore: false,
    });
    const { messages } = await connection.renderPrompt('completable-prompt', { ...given, name: 'Eve' });
    assert.ok(JSON.stringify(messages).includes('Eve'));
  });

  it('has resources and templates, and tells of changes of one that is watched', async () => {
    assert.ok((await connection.listResources()).length > 0);
    const templates = (await connection.listResourceTemplates()).map(({ uriTemplate }) => uriTemplate);
    assert.ok(templates.includes('demo://resource/dynamic/text/{resourceId}'));
    const uri = 'demo://resource/dynamic/text/1';
    const [content] = await connection.readResource(uri);
    assert.ok(content?.type === 'resource' && content.text?.includes('Resource 1'));
    const [blob] = await connection.readResource('demo://resource/dynamic/blob/2');
    assert.ok(blob?.type === 'resource' && blob.base64);
    const told: string[] = [];
    connection.onDidChange((change) => change.kind === 'contents' && told.push(change.uri));
    const watched = connection.watchResource(uri);
    await textOf('toggle-subscriber-updates');
    await until(() => told.includes(uri), 'the change is told');
    await textOf('toggle-subscriber-updates');
    watched.dispose();
  });

  it('asks the person', async () => {
    assert.match(await textOf('trigger-elicitation-request'), /Ada/);
    assert.equal(questions.length, 1);
  });

  it('does not even offer what it could not ask for', async () => {
    const names = (await connection.listTools()).map(({ name }) => name);
    assert.ok(!names.includes('trigger-sampling-request'));
    await assert.rejects(connection.callTool('no-such-tool', {}), { code: 'tool_failed' }).catch(async () => {
      assert.equal((await connection.callTool('no-such-tool', {})).isError, true);
    });
  });
});
