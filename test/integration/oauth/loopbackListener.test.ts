import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAppError } from '../../../src/core/errors.ts';
import { Callbacks } from '../../../src/core/oauth/callbacks/callbacks.ts';
import { listenForCallback } from '../../../src/core/oauth/callbacks/loopbackListener.ts';
import type { LoopbackListener, LoopbackOptions } from '../../../src/core/oauth/callbacks/loopbackListener.ts';
import { freePort } from '../../../src/demo/freePort.ts';
import { loginByForm } from '../support/loginByForm.ts';
import { eventually, recordingLog, startWorld } from './world.ts';

const STATE = 'k9Jc2vZ0qk3Yw0m1bq5sT6uVwXyZ_-abcdefghijklm';
const WORDS = { lang: 'en', title: 'Back', text: 'Close <this> & go back.' };

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function send(address: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpRequest(address, { method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

/** What comes back for bytes sent as they are. */
async function sendRaw(address: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

describe('The loopback listener', function () {
  this.timeout(30_000);
  let directory: string;
  let callbacks: Callbacks;
  let ended: AbortController;
  let blocked: Server[];
  const listen = (changes: Partial<LoopbackOptions> = {}): Promise<LoopbackListener> =>
    listenForCallback({ path: '/callback', deliver, words: WORDS, signal: ended.signal, ports: [0], ...changes });
  const deliver = (callback: URL): Promise<void> => callbacks.deliver(callback);
  const block = async (port = 0): Promise<number> => {
    const server = createServer().listen(port, '127.0.0.1');
    blocked.push(server);
    await once(server, 'listening');
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    return address.port;
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'incident-desk-'));
    callbacks = new Callbacks({ directory, now: Date.now, log: recordingLog([]) });
    ended = new AbortController();
    blocked = [];
  });
  afterEach(async () => {
    ended.abort();
    callbacks.dispose();
    for (const server of blocked) server.close();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  it('brings the callback to the sign-in that waits for it', async () => {
    const { redirectUri } = await listen();
    const wait = callbacks.wait({ state: STATE, path: '/callback' }, ended.signal);
    assert.equal((await send(`${redirectUri}?code=c%2Bd&state=${STATE}`)).status, 200);
    assert.equal((await wait).href, `${redirectUri}?code=c%2Bd&state=${STATE}`);
  });

  it('answers with a page of its own that runs, loads, keeps and tells nothing, nor repeats what came', async () => {
    const { redirectUri } = await listen();
    const { headers, body } = await send(`${redirectUri}?code=s3cr3t&state=%3Cscript%3E&error=e3rror`);
    assert.match(String(headers['content-security-policy']), /^default-src 'none'; style-src 'sha256-[^']+';/);
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/);
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.ok(body.includes('Close &lt;this&gt; &amp; go back.'));
    assert.doesNotMatch(body, /<script|s3cr3t|e3rror|<a |<img|<form|https?:/);
    assert.match(body, /prefers-color-scheme: dark/);
  });

  it('answers on the path of its issuer alone', async () => {
    const { redirectUri } = await listen({ path: '/callback/0a1b2c3d' });
    assert.match(redirectUri, /^http:\/\/127\.0\.0\.1:\d+\/callback\/0a1b2c3d$/);
    const { origin } = new URL(redirectUri);
    const wait = callbacks.wait({ state: STATE, path: '/callback/0a1b2c3d' }, ended.signal);
    for (const path of ['/callback', '/callback/', '/callback/0a1b2c3e', '/callback/0a1b2c3d/', '/', '/favicon.ico']) {
      assert.equal((await send(`${origin}${path}?code=wrong&state=${STATE}`)).status, 404, path);
    }
    await send(`${redirectUri}?code=right&state=${STATE}`);
    assert.equal((await wait).searchParams.get('code'), 'right');
  });

  it('does not take an encoded path, or one that climbs, for its own', async () => {
    const { redirectUri } = await listen();
    const host = new URL(redirectUri).host;
    for (const target of ['/%63allback', '/x/../callback', '//callback', `http://${host}/callback`, '*']) {
      const request = `GET ${target}?code=c&state=${STATE} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
      assert.match(await sendRaw(redirectUri, request), /^HTTP\/1\.1 40[04] /, target);
    }
  });

  it('refuses requests that name another host, and goes on waiting', async () => {
    const { redirectUri } = await listen();
    const { port } = new URL(redirectUri);
    const wait = callbacks.wait({ state: STATE, path: '/callback' }, ended.signal);
    for (const host of [`localhost:${port}`, '127.0.0.1', `127.0.0.1:${Number(port) + 1}`, `evil.example:${port}`]) {
      assert.equal((await send(`${redirectUri}?code=wrong&state=${STATE}`, 'GET', { host })).status, 400, host);
    }
    const twice = `GET /callback?state=${STATE} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\n\r\n`;
    assert.match(await sendRaw(redirectUri, twice), /^HTTP\/1\.1 400 /);
    const none = `GET /callback?state=${STATE} HTTP/1.0\r\n\r\n`;
    assert.match(await sendRaw(redirectUri, none), /^HTTP\/1\.1 400 /);
    await send(`${redirectUri}?code=right&state=${STATE}`);
    assert.equal((await wait).searchParams.get('code'), 'right');
  });

  it('takes GET alone, and goes on waiting', async () => {
    const { redirectUri } = await listen();
    const wait = callbacks.wait({ state: STATE, path: '/callback' }, ended.signal);
    for (const method of ['HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE']) {
      const { status, headers, body } = await send(`${redirectUri}?code=wrong&state=${STATE}`, method);
      assert.deepEqual([status, headers.allow, body], [405, 'GET', ''], method);
    }
    await send(`${redirectUri}?code=right&state=${STATE}`);
    assert.equal((await wait).searchParams.get('code'), 'right');
  });

  it('lets an unsolicited callback, success or error, end no wait', async () => {
    const { redirectUri } = await listen();
    const wait = callbacks.wait({ state: STATE, path: '/callback' }, ended.signal);
    for (const query of ['code=wrong&state=guessed', 'error=access_denied&state=guessed', 'error=access_denied', '']) {
      assert.equal((await send(`${redirectUri}?${query}`)).status, 200);
    }
    assert.equal((await send(`${redirectUri}?code=${'x'.repeat(9000)}&state=${STATE}`)).status, 200);
    await send(`${redirectUri}?code=right&state=${STATE}`);
    assert.equal((await wait).searchParams.get('code'), 'right');
  });

  it('hands a callback to the window that waits for it', async () => {
    const other = new Callbacks({ directory, now: Date.now, log: recordingLog([]) });
    try {
      const { redirectUri } = await listen();
      const wait = other.wait({ state: STATE, path: '/callback' }, ended.signal);
      const markers = (): Promise<string[]> => readdir(join(directory, 'callbacks')).catch(() => []);
      await eventually(async () => (await markers()).some((name) => !name.endsWith('.tmp')));
      await send(`${redirectUri}?code=c&state=${STATE}`);
      assert.equal((await wait).searchParams.get('code'), 'c');
    } finally {
      other.dispose();
    }
  });

  it('takes the next port where one is busy', async () => {
    const [busy, free] = [await block(), await freePort()];
    assert.equal((await listen({ ports: [busy, free] })).redirectUri, `http://127.0.0.1:${free}/callback`);
  });

  it('gives two windows a port each', async () => {
    const ports = [await freePort(), await freePort()];
    const [one, two] = [await listen({ ports }), await listen({ ports })];
    assert.deepEqual(
      [one.redirectUri, two.redirectUri],
      ports.map((port) => `http://127.0.0.1:${port}/callback`),
    );
  });

  it('says which ports are busy where all are', async () => {
    const ports = [await block(), await block(), await block()];
    await assert.rejects(
      listen({ ports }),
      (error) => isAppError(error, 'loopback_busy') && error.args['ports'] === ports.join(', '),
    );
  });

  it('frees its port when the sign-in ends, however it does, and drops who is still connected', async () => {
    for (const end of ['close', 'abort'] as const) {
      const own = new AbortController();
      const listener = await listen({ signal: own.signal });
      const { port } = new URL(listener.redirectUri);
      const idle = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      await once(idle, 'connect');
      const closed = once(idle, 'close');
      if (end === 'close') listener.close();
      else own.abort();
      await closed;
      await assert.rejects(send(listener.redirectUri));
      assert.equal(await block(Number(port)), Number(port));
    }
  });

  it('does not begin once the sign-in was cancelled', async () => {
    await assert.rejects(listen({ signal: AbortSignal.abort() }), (error) => isAppError(error, 'cancelled'));
  });

  it('carries a whole sign-in, on a port that the issuer knows by the letter', async () => {
    const port = await freePort();
    const world = await startWorld({ redirectUris: [`http://127.0.0.1:${port}/callback`] });
    try {
      const listener = await listen({ ports: [port] });
      const pending = await world.begin({}, { redirectUri: listener.redirectUri });
      const wait = callbacks.wait(pending, ended.signal);
      assert.equal((await send((await loginByForm(pending.url, 'engineer')).href)).status, 200);
      const { session } = await pending.redeem(await wait);
      assert.equal(session.issuer, world.issuer.issuer);
    } finally {
      await world.close();
    }
  });
});
