import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { RESOURCE, TOOL } from '../../../../src/shared/names.ts';
import { type Balancer, startBalancer } from '../../support/balancer.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { type ServerProcess, startServerProcess } from '../../support/serverProcess.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';

const WRITES = 120;
const KILLED_AFTER = 40;
const CLIENTS = 6;
/** Milliseconds after which a client gives up an answer that broke off, and asks again. */
const ANSWER_LIMIT = 5000;

/** A client of the library's first line, all of whose answers are looked at. */
interface WatchedClient {
  readonly client: Client;
  readonly transport: StreamableHTTPClientTransport;
  readonly statuses: Set<number>;
  /** How many event streams its session had. */
  readonly streams: () => number;
  readonly heard: string[];
}

async function connectWatched(url: string, token: string): Promise<WatchedClient> {
  const statuses = new Set<number>();
  const heard: string[] = [];
  let streams = 0;
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
    // The balancer asks the dead server at times: the library would give up after two tries.
    reconnectionOptions: {
      initialReconnectionDelay: 100,
      maxReconnectionDelay: 500,
      reconnectionDelayGrowFactor: 1.5,
      maxRetries: 20,
    },
    fetch: async (...request) => {
      const response = await fetch(...request);
      statuses.add(response.status);
      if (request[1]?.method === 'GET' && response.ok) streams += 1;
      return response;
    },
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void heard.push(params.uri));
  await client.connect(transport);
  await until(() => streams > 0, 'the session has its stream');
  await client.subscribeResource({ uri: RESOURCE.all });
  return { client, transport, statuses, streams: () => streams, heard };
}

describe('2025-era sessions of a server that is killed under load', function () {
  this.timeout(60_000);
  let issuer: TokenIssuer;
  let balancer: Balancer;
  let servers: readonly ServerProcess[];
  let clients: readonly WatchedClient[];

  before(async () => {
    [issuer, balancer] = await Promise.all([startTokenIssuer(), startBalancer()]);
    const environment = {
      OKTA_ISSUER: issuer.issuer,
      OKTA_AUDIENCE: issuer.audience,
      DATABASE_URL: await emptyDatabase(),
      MCP_SERVER_PORT: '0',
      MCP_RATE_PER_PERSON: '100000',
      MCP_RATE_PER_ADDRESS: '100000',
    };
    servers = await Promise.all([startServerProcess(environment), startServerProcess(environment)]);
    const [first = 0, second = 0] = servers.map(({ url }) => Number(new URL(url).port));
    // All sessions and streams begin at the one that is killed.
    balancer.ports.push(first);
    const connect = async () => connectWatched(`${balancer.origin}/mcp`, await issuer.token());
    clients = await Promise.all(Array.from({ length: CLIENTS }, connect));
    balancer.ports.push(second);
  });
  after(async () => {
    await Promise.all(clients.map(({ client }) => client.close()));
    await Promise.all(servers.map((server) => server.kill()));
    await Promise.all([balancer.close(), issuer.close()]);
  });

  it('go on at the other server under the same names, and each hears of a change there once', async () => {
    const names = clients.map(({ transport }) => transport.sessionId);
    const acknowledged = new Set<string>();
    const afterKill = new Set<WatchedClient>();
    let killed: Promise<void> | undefined;
    const titles = Array.from({ length: WRITES }, (_, at) => `Write ${at}`);
    const write = async (watched: WatchedClient, title: string): Promise<string | undefined> => {
      const call = { name: TOOL.createIncident, arguments: { title, idempotencyKey: title } };
      try {
        const result = await watched.client.callTool(call, undefined, { timeout: ANSWER_LIMIT });
        assert.ok(result.isError !== true, JSON.stringify(result));
        acknowledged.add(title);
        if (killed !== undefined) afterKill.add(watched);
        return /INC-\d+/.exec(JSON.stringify(result))?.[0];
      } catch (error) {
        if (error instanceof assert.AssertionError || killed === undefined) throw error;
        return write(watched, title);
      }
    };
    const work = async (watched: WatchedClient): Promise<void> => {
      for (let title = titles.shift(); title !== undefined; title = titles.shift()) {
        await write(watched, title);
        if (acknowledged.size >= KILLED_AFTER) killed ??= servers[0]?.kill();
      }
    };
    const [writer = assert.fail()] = clients;
    // Told of long before anybody asks to hear of it.
    const id = (await write(writer, 'Before all')) ?? assert.fail();
    await Promise.all(clients.map(work));
    await killed;
    assert.deepEqual([acknowledged.size, afterKill.size], [WRITES + 1, CLIENTS]);
    await until(() => clients.every(({ streams }) => streams() === 2), 'each has its stream at the other server');
    const uri = `incidents://${id}`;
    for (const { client } of clients) await client.subscribeResource({ uri });
    for (const text of ['Once', 'Twice']) {
      await writer.client.callTool({ name: TOOL.addIncidentNote, arguments: { id, text } });
    }
    const heardOfIt = (): number[] => clients.map(({ heard }) => heard.filter((one) => one === uri).length);
    await until(() => heardOfIt().every((times) => times >= 2), 'each hears of both changes');
    assert.deepEqual([...new Set(heardOfIt())], [2]);
    assert.deepEqual(
      clients.map(({ transport }) => transport.sessionId),
      names,
    );
    const statuses = new Set(clients.flatMap((watched) => [...watched.statuses]));
    assert.deepEqual([...statuses].sort(), [200, 202]);
  });
});
