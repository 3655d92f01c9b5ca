import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOOL } from '../../../../src/shared/names.ts';
import { incidentSchema } from '../../../../src/shared/incident.ts';
import type { McpConnection } from '../../../../src/core/mcp/connection.ts';
import { connectTo } from '../../support/connectTo.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { type ServerProcess, startServerProcess } from '../../support/serverProcess.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { steeredTokens } from '../../support/tokenSource.ts';

const CALLS = 20;

describe('a change that is repeated at another process', function () {
  this.timeout(60_000);
  let issuer: TokenIssuer;
  let folder: string;
  let processes: readonly ServerProcess[] = [];
  let clients: readonly McpConnection[] = [];

  before(async () => {
    issuer = await startTokenIssuer();
    folder = await mkdtemp(join(tmpdir(), 'incident-repeated-'));
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await Promise.all(processes.map((one) => one.kill()));
  });
  after(async () => {
    await issuer.close();
    await rm(folder, { recursive: true });
  });

  const stores = {
    SQLite: async () => ({ INCIDENTS_DB: join(folder, 'incidents.db') }),
    PostgreSQL: async () => ({ DATABASE_URL: await emptyDatabase() }),
  };
  for (const [name, storeOf] of Object.entries(stores)) {
    it(`is made once on one ${name}, and both answer as one`, async () => {
      const { issuer: OKTA_ISSUER, audience: OKTA_AUDIENCE } = issuer;
      const environment = { OKTA_ISSUER, OKTA_AUDIENCE, MCP_SERVER_PORT: '0', ...(await storeOf()) };
      processes = [await startServerProcess(environment), await startServerProcess(environment)];
      const tokens = steeredTokens(await issuer.token());
      clients = await Promise.all(processes.map(({ url }) => connectTo(url, { tokens })));
      const call = async (at: number, tool: string, args: object) => {
        const { structured } = (await clients[at % clients.length]?.callTool(tool, { ...args })) ?? {};
        return incidentSchema.parse(structured?.['incident']);
      };
      const { id, updatedAt: ifUpdatedAt } = await call(0, TOOL.createIncident, { title: 'Disk is full' });
      const change = { id, status: 'resolved', ifUpdatedAt, idempotencyKey: 'key' };
      const answers = await Promise.all(
        Array.from({ length: CALLS }, (_, at) => call(at, TOOL.updateIncident, change)),
      );
      assert.equal(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1);
      assert.deepEqual([answers[0]?.status, answers[0]?.timeline.length], ['resolved', 2]);
    });
  }
});
