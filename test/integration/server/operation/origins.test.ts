import assert from 'node:assert/strict';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { postRpc } from '../../support/postRpc.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };
const ORIGIN = 'https://inspector.example';

describe('web pages of listed origins', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;
  before(async () => {
    issuer = await startTokenIssuer();
    server = await startServer({ ...issuer, limits: { allowedOrigins: [ORIGIN] } });
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  const preflight = (origin: string): Promise<Response> =>
    fetch(server.url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, content-type, mcp-protocol-version, x-evil',
      },
    });

  it('may call, and read challenges and session ids', async () => {
    for (const token of [undefined, await issuer.token()]) {
      const response = await postRpc(server.url, LIST, token, { origin: ORIGIN });
      assert.equal(response.status, token === undefined ? 401 : 200);
      assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
      const exposed = response.headers.get('access-control-expose-headers') ?? '';
      for (const name of ['WWW-Authenticate', 'Mcp-Session-Id']) assert.ok(exposed.includes(name));
      assert.match(response.headers.get('vary') ?? '', /Origin/);
    }
  });

  it('may ask before they call, without a token', async () => {
    const response = await preflight(ORIGIN);
    assert.equal(response.status, 204);
    const allowed = response.headers.get('access-control-allow-headers');
    assert.equal(allowed, 'authorization, content-type, mcp-protocol-version');
    assert.equal(response.headers.get('access-control-allow-methods'), 'GET, POST, DELETE');
    assert.equal(response.headers.get('access-control-allow-credentials'), null);
  });

  it('are those alone', async () => {
    for (const origin of [
      'https://evil.example',
      'https://inspector.example.evil.example',
      'http://inspector.example',
    ]) {
      const response = await preflight(origin);
      assert.equal(response.status, 403);
      assert.equal(response.headers.get('access-control-allow-origin'), null);
      assert.equal((await postRpc(server.url, LIST, await issuer.token(), { origin })).status, 403);
    }
  });

  it('are none of another port or scheme of the own address', async () => {
    const { port } = new URL(server.origin);
    for (const origin of [
      'http://localhost:3000',
      'http://127.0.0.1:3000',
      'http://localhost',
      `https://localhost:${port}`,
      `http://127.0.0.1:${port}.evil.example`,
      `http://127.0.0.1:${port}/`,
    ]) {
      assert.equal((await postRpc(server.url, LIST, await issuer.token(), { origin })).status, 403, origin);
    }
  });

  it('are those of the server itself too, by each name of this computer', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const origin = `http://${name}:${new URL(server.origin).port}`;
      assert.equal((await postRpc(server.url, LIST, await issuer.token(), { origin })).status, 200, origin);
    }
  });

  it('are compared whole where the server has a public address', async () => {
    const resource = 'https://incidents.example.com/mcp';
    const published = await startServer({ ...issuer, resource, limits: { allowedHosts: ['127.0.0.1'] } });
    const statusOf = async (origin: string): Promise<number> =>
      (await postRpc(published.url, LIST, await issuer.token(), { origin })).status;
    try {
      assert.equal(await statusOf('https://incidents.example.com'), 200);
      assert.equal(await statusOf('http://incidents.example.com'), 403);
      assert.equal(await statusOf('https://incidents.example.com:8443'), 403);
      assert.equal(await statusOf('http://localhost:3000'), 403);
    } finally {
      await published.close();
    }
  });

  it('may always read the public documents', async () => {
    const url = `${server.origin}/.well-known/oauth-authorization-server`;
    for (const method of ['OPTIONS', 'HEAD', 'GET']) {
      const response = await fetch(url, { method, redirect: 'manual', headers: { origin: 'https://any.example' } });
      assert.ok(response.status < 400, `${method}: ${response.status}`);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
    }
  });
});
