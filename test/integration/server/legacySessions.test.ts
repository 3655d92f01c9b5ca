import assert from 'node:assert/strict';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const INITIALIZE = {
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1.0.0' } },
};

describe('2025-era sessions of the incident server', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;

  before(async () => {
    issuer = await startTokenIssuer();
    server = await startServer({ ...issuer });
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  function send(token: string, message: { method: string; params?: object }, session?: string): Promise<Response> {
    return fetch(server.url, {
      method: 'POST',
      headers: {
        ...HEADERS,
        authorization: `Bearer ${token}`,
        ...(session !== undefined && { 'mcp-session-id': session }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
    });
  }

  async function open(token: string): Promise<string> {
    const response = await send(token, INITIALIZE);
    await response.text();
    return response.headers.get('mcp-session-id') ?? '';
  }

  function listen(token: string, session: string, signal?: AbortSignal): Promise<Response> {
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${token}`, 'mcp-session-id': session };
    return fetch(server.url, { headers, ...(signal && { signal }) });
  }

  it('last as long as they are used, also with a newer token of the same person and client', async () => {
    const session = await open(await issuer.token());
    assert.equal((await send(await issuer.token(), { method: 'tools/list' }, session)).status, 200);
  });

  it('do not exist for another subject or another client', async () => {
    const session = await open(await issuer.token());
    for (const claims of [{ sub: 'eve@example.com' }, { cid: '0oaOther' }]) {
      const token = await issuer.token(claims);
      assert.equal((await send(token, { method: 'tools/list' }, session)).status, 404);
      assert.equal((await listen(token, session)).status, 404);
      const headers = { authorization: `Bearer ${token}`, 'mcp-session-id': session };
      assert.equal((await fetch(server.url, { method: 'DELETE', headers })).status, 404);
    }
    assert.equal((await send(await issuer.token(), { method: 'tools/list' }, session)).status, 200);
  });

  it('are answered 404 when unknown or ended, and 400 when not named', async () => {
    const token = await issuer.token();
    assert.equal((await send(token, { method: 'tools/list' }, crypto.randomUUID())).status, 404);
    assert.equal((await send(token, { method: 'tools/list' })).status, 400);
    const session = await open(token);
    const headers = { authorization: `Bearer ${token}`, 'mcp-session-id': session };
    assert.equal((await fetch(server.url, { method: 'DELETE', headers })).status, 200);
    assert.equal((await send(token, { method: 'tools/list' }, session)).status, 404);
  });

  it('are refused to a client that says too much of itself', async () => {
    const params = { ...INITIALIZE.params, capabilities: { experimental: { padding: { text: 'x'.repeat(20_000) } } } };
    const response = await send(await issuer.token(), { method: 'initialize', params });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /over the limit of 16384 bytes/);
  });

  it('tell subscribers of changes', async () => {
    const token = await issuer.token();
    const session = await open(token);
    await send(token, { method: 'resources/subscribe', params: { uri: 'incidents://all' } }, session);
    const stream = await listen(token, session);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await send(
      token,
      { method: 'tools/call', params: { name: 'create_incident', arguments: { title: 'x' } } },
      session,
    );
    let heard = '';
    while (!heard.includes('notifications/resources/updated') || !heard.includes('list_changed')) {
      const chunk = await reader?.read();
      if (chunk?.value === undefined) break;
      heard += chunk.value;
    }
    assert.match(heard, /notifications\/resources\/updated.*incidents:\/\/all/);
    assert.match(heard, /notifications\/resources\/list_changed/);
    await reader?.cancel();
  });

  it('take a new stream at once after the client lost the old one', async () => {
    const token = await issuer.token();
    const session = await open(token);
    const lost = new AbortController();
    assert.equal((await listen(token, session, lost.signal)).status, 200);
    lost.abort();
    let status = 409;
    for (let attempt = 0; status === 409 && attempt < 50; attempt += 1) {
      const response = await listen(token, session);
      status = response.status;
      await response.body?.cancel();
    }
    assert.equal(status, 200);
  });

  it('end their streams when the token expires', async () => {
    // Within the tolerance of clocks, so that the test need not wait for it.
    const token = await issuer.token({ exp: Math.floor(Date.now() / 1000) - 4 });
    const session = await open(token);
    const stream = await listen(token, session);
    assert.equal(stream.status, 200);
    await stream.text();
    assert.equal((await send(token, { method: 'tools/list' }, session)).status, 401);
  });

  it('are limited in number for one person and client, the longest unused going first', async () => {
    const token = await issuer.token({ sub: 'many@example.com' });
    const first = await open(token);
    for (let count = 0; count < 100; count += 1) await open(token);
    assert.equal((await send(token, { method: 'tools/list' }, first)).status, 404);
  });
});
