import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';
import { until } from '../support/until.ts';
import { startWatchedServer, type WatchedServer } from '../support/watchedServer.ts';

interface Case {
  readonly what: string;
  readonly status: number;
  readonly reason: string;
  /** Lines before those that end the headers; `token` is good. */
  readonly lines: (token: string) => readonly string[];
  /** What follows the headers, or ends in the midst of them where absent. */
  readonly body?: string;
}

const POST = ['POST /mcp HTTP/1.1', 'Host: 127.0.0.1', 'Content-Type: application/json'];

const CASES: readonly Case[] = [
  { what: 'headers that trickle in', status: 408, reason: 'headers too slow', lines: () => POST },
  {
    ...{ what: 'a body that trickles in', status: 408, reason: 'body too slow', body: '{' },
    lines: (token) => [...POST, `Authorization: Bearer ${token}`, 'Content-Length: 100'],
  },
  { what: 'what is not HTTP', status: 400, reason: 'not valid HTTP', lines: () => ['hello'], body: '' },
  {
    ...{ what: 'two lengths of one body', status: 400, reason: 'not valid HTTP', body: '0\r\n\r\n' },
    lines: () => [...POST, 'Content-Length: 5', 'Transfer-Encoding: chunked'],
  },
  {
    ...{ what: 'a body in pieces without lengths', status: 400, reason: 'body not readable', body: 'x\r\n' },
    lines: (token) => [...POST, `Authorization: Bearer ${token}`, 'Transfer-Encoding: chunked'],
  },
  { what: 'no Host', status: 400, reason: 'no host', lines: () => ['GET /mcp HTTP/1.1'], body: '' },
];

describe('requests that cannot be read to their end', () => {
  let issuer: TokenIssuer;
  let server: WatchedServer;
  before(async () => {
    issuer = await startTokenIssuer();
    server = await startWatchedServer({ ...issuer, requestTimeout: 500 });
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  const refusalsSince = (before: number) =>
    server
      .audited()
      .slice(before)
      .filter(({ event }) => event === 'refusal')
      .map(({ status, reason, address }) => [status, reason, address]);
  const open = () => connect(Number(new URL(server.origin).port), '127.0.0.1');

  for (const { what, status, reason, lines, body } of CASES) {
    it(`are told so and cut off: ${what}: ${status}`, async () => {
      const before = server.audited().length;
      const socket = open();
      const head = lines(await issuer.token()).join('\r\n');
      socket.write(body === undefined ? `${head}\r\n` : `${head}\r\n\r\n${body}`);
      const answer = await text(socket);
      assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.match(answer, /^connection: close\r$/im);
      await until(() => refusalsSince(before).length > 0, 'the refusal');
      assert.deepEqual(refusalsSince(before), [[status, reason, '127.0.0.1']]);
    });
  }

  it('are no refusals where nothing came, or the client went away', async () => {
    const before = server.audited().length;
    await text(open());
    const gone = open();
    gone.write([...POST, 'Content-Length'].join('\r\n'));
    await once(gone, 'ready');
    gone.resetAndDestroy();
    await fetch(`${server.origin}/nowhere`);
    await until(() => refusalsSince(before).length > 0, 'the refusal');
    assert.deepEqual(refusalsSince(before), [[404, 'no such address', '127.0.0.1']]);
  });

  it('are counted in the metrics, which see no more of them', async () => {
    const counted = async (): Promise<number> => {
      const metrics = await (await fetch(server.metricsUrl)).text();
      return Number(/^incident_desk_unread_requests_total\{status="400"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
    };
    const before = await counted();
    const socket = open();
    socket.write('hello\r\n\r\n');
    await text(socket);
    assert.equal(await counted(), before + 1);
  });

  it('leave an answer alone that has begun', async () => {
    const before = server.audited().length;
    const socket = open();
    socket.write([...POST, 'Content-Length: 100', '', '{'].join('\r\n'));
    const answer = await text(socket);
    assert.match(answer, /^HTTP\/1\.1 401 /);
    assert.equal(answer.match(/HTTP\/1\.1/g)?.length, 1);
    assert.deepEqual(
      refusalsSince(before).map(([status]) => status),
      [401],
    );
  });
});
