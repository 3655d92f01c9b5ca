import assert from 'node:assert/strict';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import { RESOURCE } from '../../../../src/shared/names.ts';
import { emptyDatabase, sharedPostgres } from '../../support/postgres/sharedPostgres.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';

const ONE = 'incidents://INC-1';
const OTHER = 'incidents://INC-2';

describe('2026-era subscriptions at a server that lost its connection to PostgreSQL', function () {
  this.timeout(60_000);
  let issuer: TokenIssuer;
  let server: RunningServer;
  let databaseUrl: string;

  before(async () => {
    [issuer, databaseUrl] = await Promise.all([startTokenIssuer(), emptyDatabase()]);
    server = await startServer({ ...issuer, openDatabase: (report) => openPostgres(databaseUrl, report) });
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  /** A client that listens, and what it hears. */
  async function listen(...uris: string[]): Promise<{ readonly client: Client; readonly heard: string[] }> {
    const headers = { authorization: `Bearer ${await issuer.token()}` };
    const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers } }));
    const heard: string[] = [];
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.push(params.uri));
    client.setNotificationHandler('notifications/resources/list_changed', () => void heard.push('list'));
    await client.listen({ resourceSubscriptions: uris, resourcesListChanged: true });
    return { client, heard };
  }

  async function cutConnections(): Promise<void> {
    const name = new URL(databaseUrl).pathname.slice(1);
    const postgres = await sharedPostgres();
    await postgres.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
  }

  it('have their clients look again at each incident that they are of, and at no other', async () => {
    const both = await listen(RESOURCE.all, ONE, ONE);
    const single = await listen(OTHER);
    await cutConnections();
    await until(() => single.heard.length === 2 && both.heard.length >= 3, 'all are told');
    assert.deepEqual(both.heard.sort(), [RESOURCE.all, ONE, 'list'].sort());
    assert.deepEqual(single.heard.sort(), [OTHER, 'list'].sort());
    await Promise.all([both.client.close(), single.client.close()]);
  });
});
