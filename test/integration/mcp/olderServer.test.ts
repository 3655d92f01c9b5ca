import assert from 'node:assert/strict';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { startOlderServer } from '../../peers/olderServer.ts';
import type { OlderServer } from '../../peers/olderServer.ts';
import { connectTo } from '../support/connectTo.ts';

describe('a server of the revision 2025-03-26, with nothing configured', () => {
  let server: OlderServer;
  let connection: McpConnection;

  beforeEach(async () => {
    server = await startOlderServer();
    connection = await connectTo(server.url);
  });

  afterEach(async () => {
    await connection.close();
    await server.close();
  });

  it('is connected to in its own revision', () => {
    assert.deepEqual([connection.serverName, connection.protocolVersion], ['older', '2025-03-26']);
    assert.ok(server.methods.includes('notifications/initialized'));
  });

  it('lists its tools, prompts and resources, by the titles that it knows', async () => {
    const [tool, ...others] = await connection.listTools();
    assert.deepEqual([tool?.name, tool?.title, tool?.readOnly, others], ['add', 'Add Up', true, []]);
    const [prompt] = await connection.listPrompts();
    assert.deepEqual(
      prompt?.arguments.map(({ name, required }) => [name, required]),
      [['name', true]],
    );
    assert.deepEqual(
      (await connection.listResources()).map(({ uri, title }) => [uri, title]),
      [['note://1', 'note']],
    );
    assert.deepEqual(await connection.listResourceTemplates(), []);
  });

  it('has its tool called', async () => {
    await connection.listTools();
    const { isError, content } = await connection.callTool('add', { a: 20, b: 22 });
    const sound = { type: 'audio', mimeType: 'audio/wav', base64: 'AAAA' };
    assert.deepEqual([isError, content], [false, [{ type: 'text', text: '42' }, sound]]);
    assert.equal(server.methods.filter((method) => method === 'tools/call').length, 1);
  });

  it('renders its prompt, and gives its resource', async () => {
    const { messages } = await connection.renderPrompt('greet', { name: 'Ada' });
    assert.deepEqual(messages, [{ role: 'user', content: { type: 'text', text: 'Greet Ada.' } }]);
    const [note] = await connection.readResource('note://1');
    assert.deepEqual(note, { type: 'resource', uri: 'note://1', mimeType: '', text: 'A note' });
  });
});
