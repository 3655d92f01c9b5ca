import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import { createIncidentSource } from '../../../src/core/incidents/createIncidentSource.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { RESOURCE, TOOL } from '../../../src/shared/names.ts';
import { type Balancer, startBalancer } from '../support/balancer.ts';
import { connectAs, ERAS } from '../support/connectTo.ts';
import { emptyDatabase } from '../support/postgres/sharedPostgres.ts';
import { type ServerProcess, startServerProcess } from '../support/serverProcess.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';
import { steeredTokens } from '../support/tokenSource.ts';
import { until } from '../support/until.ts';

const CREATED = 5;

for (const era of ERAS) {
  describe(`calls in flight at one of two servers that is killed, by the protocol of ${era}`, function () {
    this.timeout(60_000);
    let issuer: TokenIssuer;
    let balancer: Balancer;
    let killed: ServerProcess;
    let other: ServerProcess;
    let connection: McpConnection;

    const portOf = ({ url }: ServerProcess): number => Number(new URL(url).port);

    before(async () => {
      [issuer, balancer] = await Promise.all([startTokenIssuer(), startBalancer()]);
      const environment = {
        OKTA_ISSUER: issuer.issuer,
        OKTA_AUDIENCE: issuer.audience,
        DATABASE_URL: await emptyDatabase(),
        MCP_SERVER_PORT: '0',
      };
      [killed, other] = await Promise.all([startServerProcess(environment), startServerProcess(environment)]);
      balancer.ports.push(portOf(killed));
      connection = await connectAs(era, `${balancer.origin}/mcp`, { tokens: steeredTokens(await issuer.token()) });
      assert.equal(connection.protocolVersion, era);
    });
    after(async () => {
      await connection.close();
      await Promise.all([killed.kill(), other.kill()]);
      await Promise.all([balancer.close(), issuer.close()]);
    });

    const create = (key: string) => connection.callTool(TOOL.createIncident, { title: key, idempotencyKey: key });
    const titles = async (): Promise<string[]> => {
      const { structured } = await connection.callTool(TOOL.listIncidents, { sort: 'title' });
      return [structured?.['incidents']]
        .flat()
        .flatMap((one) => /"title":"([^"]*)"/.exec(JSON.stringify(one))?.[1] ?? []);
    };

    it('are made again at the other where they read or bring a key; of others nobody knows', async () => {
      const source = await createIncidentSource({ connection, server: 'Test' });
      const id = await source.create({ title: 'First', severity: 'low', description: '', service: '', tags: [] });
      killed.signal('SIGSTOP');
      const keys = Array.from({ length: CREATED }, (_, at) => `Key ${at}`);
      const created = Promise.all(keys.map(create));
      const reads = Promise.all([
        connection.listTools(),
        connection.listPrompts(),
        connection.readResource(RESOURCE.all),
        connection.callTool(TOOL.listIncidents, {}),
        connection.renderPrompt('triage_incidents', { focus: 'severity' }),
        source.get(id),
      ]);
      const writes = Promise.allSettled([
        source.addNote(id, 'A note'),
        source.update(id, { severity: 'high' }),
        connection.callTool(TOOL.createIncident, { title: 'No key' }),
      ]);
      await until(() => balancer.waiting() >= keys.length + 6 + 3, 'all calls are in flight');
      balancer.ports.splice(0, 1, portOf(other));
      await killed.kill();
      assert.equal((await reads).length, 6);
      assert.deepEqual(
        (await created).map(({ isError }) => isError),
        keys.map(() => false),
      );
      const outcomes = (await writes).map(
        (one) => one.status === 'rejected' && isAppError(one.reason) && one.reason.code,
      );
      assert.deepEqual(outcomes, [false, false, 'server_unreachable']);
      assert.deepEqual(await titles(), ['First', ...keys]);
      const { timeline, severity } = await source.get(id);
      assert.deepEqual(
        [timeline.map(({ text }) => text).sort(), severity],
        [['A note', 'Incident created.', 'Severity changed from low to high.'], 'high'],
      );
    });
  });
}
