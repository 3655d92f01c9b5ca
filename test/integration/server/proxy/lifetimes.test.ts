import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../oauth/world.ts';
import { errorOf, postForm, refresh, signedInClient, type Tokens, tokensOf } from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

/** Milliseconds. */
const DAY = 24 * 3600 * 1000;

describe('What the proxy keeps', function () {
  this.timeout(30_000);
  let directory: string;
  let world: ProxyWorld | undefined;
  /** Bodies that went to and came from Okta's token endpoint hold its refresh tokens; the stand-in keeps them too. */
  const begin = async (times: { grant?: number; grace?: number } = {}): Promise<ProxyWorld> => {
    world = await startProxyWorld({
      okta: { databasePath: join(directory, 'okta.db') },
      proxy: { databasePath: join(directory, 'proxy.db'), times },
    });
    return world;
  };
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'incident-desk-proxy-'));
  });
  afterEach(async () => {
    await world?.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function bytes(prefix: string): Promise<string> {
    const names = (await readdir(directory)).filter((name) => name.startsWith(prefix));
    return (await Promise.all(names.map((name) => readFile(join(directory, name), 'latin1')))).join('');
  }

  it('is unreadable at rest: no token, no name, no scope', async () => {
    const running = await begin();
    const { client, tokens } = await signedInClient(running);
    const okta = await bytes('okta.db');
    const upstream = [...new Set(okta.match(/"jti":"[\w-]{40,}"/g) ?? [])].map((found) => found.slice(7, -1));
    assert.ok(upstream.length > 0);
    const kept = await bytes('proxy.db');
    assert.ok(kept.includes('Upstream'));
    for (const secret of [...upstream, tokens.refresh_token ?? '', client.id, 'erin.alvarez', 'incidents:read']) {
      assert.ok(secret.length > 8 && !kept.includes(secret), secret);
    }
    assert.equal((await stat(join(directory, 'proxy.db'))).mode & 0o077, 0);
  });

  it('outlives a restart', async () => {
    const running = await begin();
    const { client, tokens } = await signedInClient(running);
    await running.restart();
    await tokensOf(await refresh(running, client, tokens));
  });

  it('ends with an old refresh token that comes again, at Okta too', async () => {
    const running = await begin({ grace: 0 });
    const { client, tokens } = await signedInClient(running);
    const second = await tokensOf(await refresh(running, client, tokens));
    assert.equal(await errorOf(await refresh(running, client, tokens)), '400 invalid_grant');
    assert.equal(await errorOf(await refresh(running, client, second)), '400 invalid_grant');
    assert.ok(running.okta.requests.some(({ path }) => path.endsWith('/v1/revoke')));
  });

  it('ends with a refresh token that several use at the same instant where none may be used again', async () => {
    const running = await begin({ grace: 0 });
    const { client, tokens } = await signedInClient(running);
    const answers = await Promise.all(Array.from({ length: 4 }, () => refresh(running, client, tokens)));
    const given = answers.filter(({ status }) => status === 200);
    assert.ok(given.length <= 1);
    for (const one of given) {
      assert.equal(await errorOf(await refresh(running, client, await tokensOf(one))), '400 invalid_grant');
    }
    assert.ok(running.okta.requests.some(({ path }) => path.endsWith('/v1/revoke')));
  });

  it('ends after the longest time of a grant however often it is refreshed, at Okta too', async () => {
    const running = await begin({ grant: 2 });
    const signedIn = await signedInClient(running);
    let tokens: Tokens = signedIn.tokens;
    const refused = await eventually(async () => {
      const answer = await refresh(running, signedIn.client, tokens);
      if (answer.status !== 200) return answer;
      tokens = await tokensOf(answer);
      return undefined;
    });
    assert.ok(refused && (await errorOf(refused)) === '400 invalid_grant');
    // What stands at Okta may end a moment later, and a start is when it is looked for.
    await eventually(async () => {
      await running.restart();
      return running.okta.requests.some(({ path }) => path.endsWith('/v1/revoke'));
    });
  });

  it('ends after a week without use, and no sooner, at Okta too', async () => {
    let ahead = 0;
    const running = await startProxyWorld({
      proxy: { databasePath: join(directory, 'proxy.db') },
      server: { now: () => Date.now() + ahead },
    });
    world = running;
    const isRevoked = (): boolean => running.okta.requests.some(({ path }) => path.endsWith('/v1/revoke'));
    const signedIn = await signedInClient(running);
    let tokens: Tokens = signedIn.tokens;
    for (const days of [6.9, 13.8, 20.7]) {
      ahead = days * DAY;
      // A start clears up what is over, and a stop waits for that.
      await running.restart();
      await running.restart();
      tokens = await tokensOf(await refresh(running, signedIn.client, tokens));
    }
    assert.ok(!isRevoked());
    ahead = 27.8 * DAY;
    assert.equal(await errorOf(await refresh(running, signedIn.client, tokens)), '400 invalid_grant');
    assert.equal(running.tokenRequests('refresh_token'), 3);
    await running.restart();
    await running.restart();
    assert.ok(isRevoked());
  });

  it('is given up at Okta after a week in which it could not be revoked there', async () => {
    let attempts = 0;
    let ahead = 0;
    const refuse = (_request: IncomingMessage, response: ServerResponse, path: string): boolean => {
      if (!path.endsWith('/v1/revoke')) return false;
      attempts += 1;
      response.writeHead(500).end();
      return true;
    };
    const running = await startProxyWorld({
      okta: { intercept: refuse },
      proxy: { databasePath: join(directory, 'proxy.db') },
      server: { now: () => Date.now() + ahead },
    });
    world = running;
    const { client, tokens } = await signedInClient(running);
    await postForm(running, 'revoke', { client_id: client.id, token: tokens.refresh_token ?? '' });
    assert.equal(attempts, 1);
    const startAfter = async (days: number): Promise<number> => {
      ahead = days * DAY;
      // A start tries what is over, and a stop waits for that.
      await running.restart();
      await running.restart();
      return attempts;
    };
    assert.ok((await startAfter(6)) > 1);
    const atLast = await startAfter(8);
    assert.equal(await startAfter(9), atLast);
  });
});
