import assert from 'node:assert/strict';
import type { KyselyPlugin } from 'kysely';
import * as z from 'zod';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { openSqlite } from '../../../../src/server/store/sqlite/openSqlite.ts';
import { type ServerProcess, startServerProcess } from '../../support/serverProcess.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';

const lineSchema = z.looseObject({ level: z.string(), msg: z.string().optional(), path: z.string().optional() });

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

/** Statuses of as many requests at once. */
function flood(url: string, times: number): Promise<number[]> {
  return Promise.all(Array.from({ length: times }, () => statusOf(url)));
}

describe('a flood of probes', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;
  let queries: number;
  let ahead: number;
  beforeEach(async () => {
    const counting: KyselyPlugin = {
      transformQuery({ node }) {
        queries += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    [queries, ahead] = [0, 0];
    issuer = await startTokenIssuer();
    server = await startServer({
      ...issuer,
      monotonic: () => ahead,
      async openDatabase() {
        const database = await openSqlite(':memory:');
        return { ...database, db: database.db.withPlugin(counting) };
      },
    });
    queries = 0;
  });
  afterEach(async () => {
    await server.close();
    await issuer.close();
  });

  it('asks no database whether the process lives', async () => {
    assert.deepEqual([...new Set(await flood(`${server.origin}/healthz`, 50))], [200]);
    assert.equal(queries, 0);
  });

  it('asks the database once in a second', async () => {
    assert.deepEqual([...new Set(await flood(`${server.origin}/readyz`, 50))], [200]);
    assert.equal(await statusOf(`${server.origin}/readyz`), 200);
    assert.equal(queries, 1);
    ahead = 1000;
    await flood(`${server.origin}/readyz`, 50);
    assert.equal(queries, 2);
  });

  it('asks an issuer that is down once in a second', async () => {
    issuer.setDown(true);
    assert.deepEqual([...new Set(await flood(`${server.origin}/readyz`, 50))], [503]);
    assert.equal(await statusOf(`${server.origin}/readyz`), 503);
    assert.equal(issuer.keyRequests(), 1);
    issuer.setDown(false);
    ahead = 1000;
    assert.equal(await statusOf(`${server.origin}/readyz`), 200);
    assert.equal(issuer.keyRequests(), 2);
  });
});

describe('the log of a server that is not ready', function () {
  this.timeout(20_000);
  let issuer: TokenIssuer;
  let server: ServerProcess;
  beforeEach(async () => {
    issuer = await startTokenIssuer();
    issuer.setDown(true);
    server = await startServerProcess({
      OKTA_ISSUER: issuer.issuer,
      OKTA_AUDIENCE: issuer.audience,
      MCP_SERVER_PORT: '0',
      MCP_SHUTDOWN_DELAY: '1',
      INCIDENTS_DB: ':memory:',
    });
  });
  afterEach(async () => {
    await server.kill();
    await issuer.close();
  });

  const lines = () =>
    server
      .said()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => lineSchema.parse(JSON.parse(line)));
  const turns = (): string[] =>
    lines().flatMap(({ level, msg = '' }) => (/\bready\b/.test(msg) ? [`${level} ${msg}`] : []));

  it('says why, once, and when it is again, as no error', async () => {
    const readyz = new URL('/readyz', server.url).href;
    for (let times = 0; times < 3; times += 1) assert.equal(await statusOf(readyz), 503);
    await until(() => turns().length > 0, 'a warning');
    issuer.setDown(false);
    const deadline = Date.now() + 10_000;
    while ((await statusOf(readyz)) !== 200) assert.ok(Date.now() < deadline);
    server.signal('SIGTERM');
    await until(() => turns().length === 3, 'it says that it stops');
    assert.equal(await statusOf(readyz), 503);
    assert.deepEqual(turns(), [
      `warn not ready: the keys of the issuer cannot be read at ${issuer.issuer}/v1/keys: it answered 502`,
      'info ready again',
      'warn not ready: the server stops',
    ]);
    assert.deepEqual(
      lines().filter(({ level, path }) => level === 'error' || path === '/readyz'),
      [],
    );
  });
});
