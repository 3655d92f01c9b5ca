import { once } from 'node:events';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';

describe('two servers on one PostgreSQL', function () {
  this.timeout(60_000);
  let issuer: TokenIssuer;
  let servers: readonly RunningServer[];

  before(async () => {
    issuer = await startTokenIssuer();
    const url = await emptyDatabase();
    const start = () => startServer({ ...issuer, openDatabase: (report) => openPostgres(url, report) });
    servers = await Promise.all([start(), start()]);
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.close()));
    await issuer.close();
  });

  async function connect(server: RunningServer | undefined): Promise<Client> {
    const headers = { authorization: `Bearer ${await issuer.token()}` };
    const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
    await client.connect(new StreamableHTTPClientTransport(new URL(server?.url ?? ''), { requestInit: { headers } }));
    return client;
  }

  it('tell the subscribers of either what is changed at the other', async () => {
    const [writer, reader] = [await connect(servers[0]), await connect(servers[1])];
    const updates = new EventTarget();
    const updated = once(updates, 'incidents://all');
    reader.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      updates.dispatchEvent(new Event(params.uri));
    });
    const subscription = await reader.listen({ resourceSubscriptions: ['incidents://all'] });
    await writer.callTool({ name: 'create_incident', arguments: { title: 'Disk is full' } });
    await updated;
    await subscription.close();
    await Promise.all([writer.close(), reader.close()]);
  });
});
