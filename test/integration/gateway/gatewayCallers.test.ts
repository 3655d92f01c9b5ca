import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { startFaultyServer } from '../../peers/faultyServer.ts';
import type { FaultyServer } from '../../peers/faultyServer.ts';
import { listen } from '../../peers/listen.ts';
import type { Peer } from '../../peers/listen.ts';
import { entryFor, realEffects } from '../support/connectTo.ts';
import { steeredTokens } from '../support/tokenSource.ts';
import type { SteeredTokens } from '../support/tokenSource.ts';
import { callBare, startGatewayDesk } from './gatewayDesk.ts';
import type { GatewayDesk, WireAnswer } from './gatewayDesk.ts';

const CALL = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'act' } });

describe('The gateway, called,', function () {
  this.timeout(30_000);
  let server: FaultyServer;
  let tokens: SteeredTokens;
  let desk: GatewayDesk;
  let lines: string[];

  beforeEach(async () => {
    lines = [];
    server = await startFaultyServer();
    tokens = steeredTokens('first-token', () => 'second-token');
    desk = await startGatewayDesk(entryFor(server.url), tokens, realEffects(lines));
  });
  afterEach(async () => {
    desk.gateway.dispose();
    await server.close();
  });

  const known = (): Record<string, string> => ({ authorization: desk.gateway.authorization });
  const call = (headers: Record<string, string> = {}, body = CALL, url = desk.url): Promise<WireAnswer> =>
    callBare(url, { ...known(), 'content-type': 'application/json', ...headers }, { body });

  it('hands a request of the editor on, with the token of the sign-in in place of the secret', async () => {
    const { status, text } = await call();
    assert.equal(status, 200);
    assert.match(text, /"id":7,"result"/);
    assert.deepEqual(
      server.received.map(({ method, token }) => [method, token]),
      [['tools/call', 'first-token']],
    );
  });

  describe('hands nothing on to', () => {
    const nothing = async (answer: Promise<WireAnswer>, expected: number): Promise<void> => {
      const { status, text, headers } = await answer;
      assert.deepEqual([status, text, server.received.length], [expected, '', 0]);
      assert.equal(headers['www-authenticate'], undefined);
      assert.equal(headers['access-control-allow-origin'], undefined);
    };

    for (const host of ['evil.example', 'localhost', '127.0.0.1:1', '127.0.0.1.nip.io']) {
      it(`a page whose name was rebound to this machine: ${host}`, async () => {
        const { port } = new URL(desk.url);
        await nothing(call({ host: host.includes(':') ? host : `${host}:${port}` }), 403);
      });
    }

    it('a page, whatever its origin', async () => {
      await nothing(call({ origin: 'https://evil.example' }), 403);
      await nothing(call({ origin: new URL(desk.url).origin }), 403);
      await nothing(call({ origin: 'null' }), 403);
    });

    it('a page that asks first whether it may', async () => {
      const asked = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
      await nothing(callBare(desk.url, asked, { method: 'OPTIONS' }), 403);
    });

    it('who does not know the secret, or only a part of it', async () => {
      const { authorization } = desk.gateway;
      for (const wrong of ['', 'Bearer ', `${authorization}x`, authorization.slice(0, -1), 'Bearer first-token']) {
        await nothing(call({ authorization: wrong }), 404);
      }
    });

    it('who guesses the path, or asks for a part of another', async () => {
      const { origin, pathname } = new URL(desk.url);
      const paths = ['/', '/mcp', `${pathname}/`, `${pathname}/../x`, `${pathname}?a=b`, pathname.slice(0, -1)];
      for (const path of paths) await nothing(call({}, CALL, `${origin}${path}`), 404);
    });

    it('who asks for another way to sign in', async () => {
      const { origin, pathname } = new URL(desk.url);
      for (const name of ['oauth-protected-resource', 'oauth-authorization-server', 'openid-configuration']) {
        for (const path of [
          `/.well-known/${name}`,
          `/.well-known/${name}${pathname}`,
          `${pathname}/.well-known/${name}`,
        ]) {
          await nothing(callBare(`${origin}${path}`, known(), { method: 'GET' }), 404);
          await nothing(callBare(`${origin}${path}`, {}, { method: 'GET' }), 404);
        }
      }
    });

    it('a body without end', async () => {
      const { status } = await call({ 'content-length': String(17 * 1024 * 1024) }, 'x'.repeat(17 * 1024 * 1024));
      assert.deepEqual([status, server.received.length], [413, 0]);
    });
  });

  it('keeps servers apart: what is lent at one path never reaches another server', async () => {
    const other = await startFaultyServer();
    const otherTokens = steeredTokens('other-token');
    const lent = desk.gateway.lend({ entry: entryFor(other.url), tokens: otherTokens });
    await call({}, CALL, lent.url);
    await call();
    const sent = [server, other].map(({ received }) => received.map(({ token }) => token));
    assert.deepEqual(sent, [['first-token'], ['other-token']]);
    lent.dispose();
    assert.equal((await call({}, CALL, lent.url)).status, 404);
    await other.close();
  });

  it('gives the server nothing of the caller but what belongs to MCP', async () => {
    const heard: IncomingMessage['headers'][] = [];
    const peer: Peer = await listen(
      createServer((request, response) => {
        heard.push(request.headers);
        response.writeHead(200, { 'set-cookie': 'a=b', 'mcp-session-id': 's1', 'content-type': 'application/json' });
        response.end('{}');
      }),
      '/mcp',
    );
    const lent = desk.gateway.lend({ entry: entryFor(peer.url), tokens });
    const sent = { cookie: 'c=d', 'x-forwarded-for': '1.2.3.4', 'proxy-authorization': 'Basic eDp5', te: 'trailers' };
    const answer = await call(
      { ...sent, 'mcp-session-id': 's0', 'mcp-protocol-version': '2025-11-25' },
      CALL,
      lent.url,
    );
    const [headers = {}] = heard;
    for (const name of Object.keys(sent)) assert.equal(headers[name], undefined, name);
    assert.deepEqual(
      [headers.authorization, headers['mcp-session-id'], headers['mcp-protocol-version'], headers.host],
      ['Bearer first-token', 's0', '2025-11-25', new URL(peer.url).host],
    );
    assert.deepEqual([answer.headers['mcp-session-id'], answer.headers['set-cookie']], ['s1', undefined]);
    assert.equal(answer.headers['cache-control'], 'no-store');
    await peer.close();
  });
});
