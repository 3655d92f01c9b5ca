import assert from 'node:assert/strict';
import { InMemoryServerEventBus, McpServer } from '@modelcontextprotocol/server';
import { LegacySession } from '../../../../src/server/http/legacySession.ts';
import { createSessionStore } from '../../../../src/server/store/sessionStore.ts';
import { openSqlite } from '../../../../src/server/store/sqlite/openSqlite.ts';

const URL = 'http://127.0.0.1/mcp';
const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const CLIENT = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1.0.0' } };

describe('a call of a 2025-era session that its client gave up', () => {
  it('leaves nothing behind, and its stream ends', async () => {
    const server = new McpServer({ name: 'test', version: '1.0.0' });
    let hasAborted = false;
    const begun = new Promise<void>((resolve) => {
      server.registerTool('wait', {}, async ({ mcpReq }) => {
        resolve();
        await new Promise<void>((abort) => mcpReq.signal.addEventListener('abort', () => abort()));
        hasAborted = true;
        return { content: [] };
      });
    });
    const database = await openSqlite(':memory:');
    const failures: Error[] = [];
    const onError = (error: Error): void => void failures.push(error);
    const parts = {
      createServer: () => ({ server, dispose: () => undefined }),
      bus: new InMemoryServerEventBus(onError),
      store: createSessionStore(database, Date.now),
      onError,
    };
    const session = new LegacySession(parts, { sessionId: 's1', id: 'hash', owner: 'ada' }, Date.now());
    await session.connect(() => undefined);
    await session.resume(CLIENT, URL, {});
    const headers = { ...HEADERS, 'mcp-session-id': 's1' };
    const parsedBody = { jsonrpc: '2.0', id: 'c1', method: 'tools/call', params: { name: 'wait', arguments: {} } };
    const request = new Request(URL, { method: 'POST', headers });
    const response = await session.transport.handleRequest(request, { parsedBody });
    await begun;
    session.cancel('c1');
    assert.equal(await response.text(), '');
    assert.equal(hasAborted, true);
    const late = session.transport.send({ jsonrpc: '2.0', id: 'c1', result: {} });
    await assert.rejects(late, /No connection established for request ID: c1/);
    session.cancel('unknown');
    assert.deepEqual(failures, []);
    session.close();
    await database.close();
  });
});
