import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { AppError } from '../../../src/core/errors.ts';
import { startFaultyServer } from '../../peers/faultyServer.ts';
import type { FaultyServer } from '../../peers/faultyServer.ts';
import { listen } from '../../peers/listen.ts';
import { entryFor, realEffects } from '../support/connectTo.ts';
import { steeredTokens } from '../support/tokenSource.ts';
import type { SteeredTokens } from '../support/tokenSource.ts';
import { callBare, startGatewayDesk } from './gatewayDesk.ts';
import type { GatewayDesk, WireAnswer } from './gatewayDesk.ts';

const CALL = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'act' } });
const NOTICE = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });

describe('The gateway, with its tokens,', function () {
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

  it('takes a newer token where one is refused, and sends the same once more', async () => {
    server.answers.set('tools/call', ({ token }, response) => {
      if (token !== 'first-token') return { content: [] };
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
      return undefined;
    });
    assert.equal((await call()).status, 200);
    assert.deepEqual(tokens.rejected, ['first-token']);
    assert.deepEqual(
      server.received.map(({ token, params }) => [token, params['name']]),
      [
        ['first-token', 'act'],
        ['second-token', 'act'],
      ],
    );
  });

  it('tries no third time, and lets no 401 through, which would have the editor begin a sign-in', async () => {
    const challenge = { 'www-authenticate': 'Bearer resource_metadata="https://evil.example/x"' };
    for (const status of [401, 403]) {
      server.answers.set('*', (_, response) => void response.writeHead(status, challenge).end());
      server.answers.set('GET', (_, response) => void response.writeHead(status, challenge).end());
      server.received.length = 0;
      tokens.current = 'first-token';
      const answers = [await call(), await callBare(desk.url, known(), { method: 'GET' })];
      assert.ok(server.received.length <= 2);
      assert.deepEqual(
        answers.map((answer) => [answer.status, answer.headers['www-authenticate']]),
        [
          [200, undefined],
          [503, undefined],
        ],
      );
      assert.match(
        answers[0]?.text ?? '',
        /^\{"jsonrpc":"2\.0","id":7,"error":\{"code":-32097,"message":"unauthorized/,
      );
    }
  });

  it('never asks for permissions, but says which are missing', async () => {
    const header = 'Bearer error="insufficient_scope", scope="incidents:read incidents:write"';
    server.answers.set('tools/call', (_, response) => {
      response.writeHead(403, { 'www-authenticate': header }).end();
      return undefined;
    });
    const { status, text, headers } = await call();
    assert.equal(status, 200);
    assert.match(text, /insufficient_scope: .*incidents:read incidents:write/);
    assert.equal(headers['www-authenticate'], undefined);
    assert.deepEqual(tokens.rejected, []);
  });

  it('says in words that nobody is signed in, to requests and to what cannot be answered', async () => {
    tokens.current = undefined;
    const batch = `[${CALL},${NOTICE}]`;
    const answers = [await call(), await call({}, batch), await call({}, NOTICE), await call({}, 'no JSON')];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 503, 503],
    );
    for (const { text } of answers) assert.match(text, /"message":"signed_out/);
    assert.match(answers[1]?.text ?? '', /^\[\{"jsonrpc":"2\.0","id":7,[^[]*\]$/);
    assert.equal(server.received.length, 0);
  });

  it('lends no token that is bound to a key', async () => {
    const bound = { value: 'bound-token', prove: () => 'proof' };
    const lent = desk.gateway.lend({ entry: entryFor(server.url), tokens: { ...tokens, token: async () => bound } });
    assert.match((await call({}, CALL, lent.url)).text, /chat_not_offered/);
    assert.equal(server.received.length, 0);
  });

  it('takes no token to another origin, and follows a server only to itself', async () => {
    let elsewhere = 0;
    const evil = await listen(
      createServer((_, response) => {
        elsewhere += 1;
        response.end('{}');
      }),
      '/mcp',
    );
    const redirecting = await listen(
      createServer((request, response) => {
        const { url = '' } = request;
        const to = url === '/here' ? '/mcp/there' : url === '/loop' ? '/loop' : evil.url;
        if (url === '/mcp/there') response.setHeader('content-type', 'application/json').end('{"jsonrpc":"2.0"}');
        else response.writeHead(307, { location: to }).end();
      }),
      '',
    );
    const at = (path: string): Promise<WireAnswer> =>
      call({}, CALL, desk.gateway.lend({ entry: entryFor(`${redirecting.url}${path}`), tokens }).url);
    const answers = [await at('/away'), await at('/here'), await at('/loop')];
    assert.equal(elsewhere, 0);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.match(answers[0]?.text ?? '', /redirected_elsewhere/);
    assert.equal(answers[1]?.text, '{"jsonrpc":"2.0"}');
    assert.match(answers[2]?.text ?? '', /server_error.*307/);
    assert.ok(answers.every(({ headers }) => headers.location === undefined));
    await redirecting.close();
    await evil.close();
  });

  it('streams what the server says as it comes, and leaves when the editor does', async () => {
    const gone = Promise.withResolvers<void>();
    server.answers.set('GET', (_, response) => {
      response.once('close', () => gone.resolve());
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n');
      return undefined;
    });
    const leave = new AbortController();
    const response = await fetch(desk.url, {
      headers: { ...known(), accept: 'text/event-stream' },
      signal: leave.signal,
    });
    const first = await response.body?.getReader().read();
    assert.equal(new TextDecoder().decode(first?.value), 'data: first\n\n');
    leave.abort();
    await gone.promise;
  });

  it('ends what is under way when a server is taken back, or the window closes', async () => {
    const lent = desk.gateway.lend({ entry: entryFor(server.url), tokens });
    const ends = [
      { url: desk.url, end: () => desk.takeBack() },
      { url: lent.url, end: () => desk.gateway.dispose() },
    ];
    for (const { url, end } of ends) {
      const gone = Promise.withResolvers<void>();
      server.answers.set('GET', (_, response) => {
        response.once('close', () => gone.resolve());
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n');
        return undefined;
      });
      const response = await fetch(url, { headers: known() });
      end();
      await assert.rejects(response.text());
      await gone.promise;
    }
    await assert.rejects(fetch(desk.url));
  });

  it('passes on that a session is over, so that the editor opens another', async () => {
    server.answers.set('tools/call', (_, response) => void response.writeHead(404).end('{"error":"gone"}'));
    const { status, text } = await call({ 'mcp-session-id': 'old' });
    assert.deepEqual([status, text], [404, '{"error":"gone"}']);
  });

  it('writes neither token nor secret nor path into the log', async () => {
    server.answers.set('tools/call', (_, response) => void response.writeHead(500).end());
    await call();
    tokens.failure = new AppError('session_ended', { server: 'Test' });
    await call();
    assert.deepEqual(lines, [
      'Test: server_error for a POST of the chat',
      'Test: session_ended for a POST of the chat',
    ]);
  });
});
