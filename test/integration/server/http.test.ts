import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { askWithHost, statusWithHost } from '../support/askWithHost.ts';
import { postRpc } from '../support/postRpc.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };

async function textWithHost(url: string, host: string): Promise<string> {
  return text(await askWithHost(url, host));
}

describe('the HTTP face of the incident server', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;
  const lines: string[] = [];

  before(async () => {
    issuer = await startTokenIssuer();
    server = await startServer({ ...issuer, log: (line) => lines.push(line) });
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  it('describes the protected resource at the path and the root form', async () => {
    for (const path of ['/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-protected-resource']) {
      const response = await fetch(`${server.origin}${path}`, { headers: { origin: 'https://inspector.example' } });
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.deepEqual(await response.json(), {
        resource: server.url,
        authorization_servers: [issuer.issuer],
        scopes_supported: ['incidents:read', 'incidents:write'],
        bearer_methods_supported: ['header'],
        dpop_signing_alg_values_supported: ['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA'],
        dpop_bound_access_tokens_required: false,
        resource_name: 'Incident Desk',
      });
    }
  });

  for (const path of ['', '/mcp']) {
    it(`sends clients that look for the issuer at ${path || 'the root form'} to it, however they ask`, async () => {
      const url = `${server.origin}/.well-known/oauth-authorization-server${path}`;
      for (const method of ['GET', 'HEAD']) {
        const response = await fetch(url, { method, redirect: 'manual', headers: { origin: 'https://any.example' } });
        assert.equal(response.status, 307, method);
        assert.equal(response.headers.get('location'), `${issuer.issuer}/.well-known/oauth-authorization-server`);
        assert.equal(response.headers.get('access-control-allow-origin'), '*');
      }
      const asked = { origin: 'https://any.example', 'access-control-request-method': 'GET' };
      const response = await fetch(url, {
        method: 'OPTIONS',
        redirect: 'manual',
        headers: { ...asked, 'access-control-request-headers': 'mcp-protocol-version' },
      });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('location'), null);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.match(response.headers.get('access-control-allow-methods') ?? '', /GET, HEAD/);
      assert.equal(response.headers.get('access-control-allow-headers'), '*');
      assert.equal((await fetch(url, { method: 'POST', redirect: 'manual' })).status, 404);
    });
  }

  it('names the configured resource, whatever Host is asked', async () => {
    const proxied = await startServer({
      ...issuer,
      resource: 'https://incidents.example.com/mcp',
      limits: { allowedHosts: ['internal.example'] },
    });
    try {
      const url = `${proxied.origin}/.well-known/oauth-protected-resource`;
      for (const host of ['incidents.example.com', 'internal.example']) {
        assert.match(await textWithHost(url, host), /"resource":"https:\/\/incidents\.example\.com\/mcp"/);
      }
      assert.equal(await statusWithHost(url, 'evil.example'), 403);
      assert.equal(await statusWithHost(url, '127.0.0.1'), 403);
    } finally {
      await proxied.close();
    }
  });

  it('refuses a foreign Host and a foreign Origin', async () => {
    assert.equal(await statusWithHost(server.url, 'evil.example'), 403);
    const token = await issuer.token();
    assert.equal((await postRpc(server.url, LIST, token, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await postRpc(server.url, LIST, token, { origin: 'null' })).status, 403);
    assert.equal((await postRpc(server.url, LIST, token, { origin: server.origin })).status, 200);
  });

  it('refuses an oversized body, and does not read one before it knows who asks', async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping', padding: 'x'.repeat(300_000) });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await issuer.token()}` };
    assert.equal((await fetch(server.url, { method: 'POST', headers, body })).status, 413);
    const anonymous = { 'content-type': 'application/json' };
    assert.equal((await fetch(server.url, { method: 'POST', headers: anonymous, body })).status, 401);
  });

  it('hangs up on a body that does not arrive', async () => {
    const impatient = await startServer({ ...issuer, requestTimeout: 100 });
    try {
      const headers = { 'content-type': 'application/json', 'content-length': '100' };
      const authorization = `Bearer ${await issuer.token()}`;
      const request = httpRequest(impatient.url, { method: 'POST', headers: { ...headers, authorization } });
      request.on('error', () => undefined).write('{');
      await once(request, 'close');
      assert.ok(request.destroyed);
    } finally {
      await impatient.close();
    }
  });

  it('answers malformed requests with 400, other media types with 415', async () => {
    const authorization = `Bearer ${await issuer.token()}`;
    const post = async (body: string, contentType = 'application/json') =>
      (await fetch(server.url, { method: 'POST', headers: { authorization, 'content-type': contentType }, body }))
        .status;
    assert.equal(await post('{"jsonrpc":'), 400);
    assert.equal(await post('7'), 400);
    assert.equal(await post(''), 400);
    assert.equal(await post('{"jsonrpc":"2.0","id":1,"method":"tools/list"}'), 400);
    assert.equal(await post('{}', 'text/plain'), 415);
  });

  it('is healthy', async () => {
    const response = await fetch(`${server.origin}/healthz`);
    assert.deepEqual(await response.json(), { status: 'ok' });
  });

  it('answers 404 elsewhere', async () => {
    assert.equal((await fetch(`${server.origin}/admin`)).status, 404);
  });

  it('logs each request without tokens and queries', async () => {
    const token = await issuer.token();
    await postRpc(`${server.url}?canary=s3cret`, LIST, token);
    await fetch(`${server.origin}/oauth/relay?code=s3cret&state=s3cret`);
    const log = lines.join('\n');
    assert.match(log, /"call":"tools\/call list_incidents"/);
    assert.match(log, /"path":"\/oauth\/relay"/);
    assert.ok(!log.includes('s3cret') && !log.includes(token));
  });

  it('fails to start on a taken port, leaving nothing behind', async () => {
    const port = Number(new URL(server.origin).port);
    await assert.rejects(startServer({ ...issuer, port }), { code: 'EADDRINUSE' });
  });
});
