import assert from 'node:assert/strict';
import type { McpConnection } from '../../../../src/core/mcp/connection.ts';
import { createIncidentStore } from '../../../../src/server/store/createIncidentStore.ts';
import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import { type Balancer, startBalancer } from '../../support/balancer.ts';
import { connectTo } from '../../support/connectTo.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { type ServerProcess, startServerProcess } from '../../support/serverProcess.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { steeredTokens } from '../../support/tokenSource.ts';
import { until } from '../../support/until.ts';

const WRITES = 200;
const KILLED_AFTER = 60;
const CLIENTS = 8;

describe('one of two servers on one PostgreSQL that is killed under load', function () {
  this.timeout(60_000);
  let issuer: TokenIssuer;
  let databaseUrl: string;
  let balancer: Balancer;
  let servers: readonly ServerProcess[];
  let clients: readonly McpConnection[];

  before(async () => {
    [issuer, balancer, databaseUrl] = await Promise.all([startTokenIssuer(), startBalancer(), emptyDatabase()]);
    const environment = {
      OKTA_ISSUER: issuer.issuer,
      OKTA_AUDIENCE: issuer.audience,
      DATABASE_URL: databaseUrl,
      MCP_SERVER_PORT: '0',
      MCP_RATE_PER_PERSON: '100000',
      MCP_RATE_PER_ADDRESS: '100000',
    };
    servers = await Promise.all([startServerProcess(environment), startServerProcess(environment)]);
    balancer.ports.push(...servers.map(({ url }) => Number(new URL(url).port)));
    const connect = async (): Promise<McpConnection> => {
      const client = await connectTo(`${balancer.origin}/mcp`, { tokens: steeredTokens(await issuer.token()) });
      await client.listTools();
      return client;
    };
    clients = await Promise.all(Array.from({ length: CLIENTS }, connect));
  });
  after(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await Promise.all(servers.map((server) => server.kill()));
    await Promise.all([balancer.close(), issuer.close()]);
  });

  async function idsByTitle(): Promise<Map<string, string[]>> {
    const store = createIncidentStore({ database: await openPostgres(databaseUrl, () => undefined), now: Date.now });
    const { incidents } = await store.list({ sort: 'oldest', limit: 500 });
    await store.close();
    return new Map(
      [...Map.groupBy(incidents, ({ title }) => title)].map(([title, all]) => [title, all.map(({ id }) => id)]),
    );
  }

  it('loses nothing that was acknowledged, and every client goes on at the other by itself', async () => {
    const acknowledged = new Map<string, string>();
    const afterKill = new Set<McpConnection>();
    let killed: Promise<void> | undefined;
    const titles = Array.from({ length: WRITES }, (_, at) => `Write ${at}`);
    const write = async (client: McpConnection, title: string): Promise<void> => {
      const result = await client.callTool('create_incident', { title, idempotencyKey: title });
      const id = /INC-\d+/.exec(JSON.stringify(result))?.[0];
      assert.ok(id !== undefined, JSON.stringify(result));
      acknowledged.set(title, id);
      if (killed !== undefined) afterKill.add(client);
    };
    const work = async (client: McpConnection): Promise<void> => {
      for (let title = titles.shift(); title !== undefined; title = titles.shift()) {
        await write(client, title);
        if (acknowledged.size >= KILLED_AFTER) killed ??= servers[0]?.kill();
      }
    };
    const [listener] = clients;
    let heard = 0;
    const watched = listener?.watchResource('incidents://all');
    listener?.onDidChange((change) => {
      if (change.kind === 'contents' && killed !== undefined) heard += 1;
    });
    await Promise.all(clients.map(work));
    await killed;
    assert.equal(acknowledged.size, WRITES);
    assert.equal(afterKill.size, CLIENTS);
    const before = heard;
    await write(clients[1] ?? assert.fail(), 'After all');
    await until(() => heard > before, 'the listener hears of a change at the other server');
    watched?.dispose();
    const there = await idsByTitle();
    assert.deepEqual(
      [...there].filter(([, ids]) => ids.length !== 1),
      [],
    );
    assert.deepEqual(
      [...acknowledged].filter(([title, id]) => there.get(title)?.[0] !== id),
      [],
    );
  });
});
