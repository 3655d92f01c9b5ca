import assert from 'node:assert/strict';
import * as z from 'zod';
import { freePort } from '../../../../src/demo/freePort.ts';
import { type LoggedLine, loggedLines } from '../../support/loggedLines.ts';
import { postRpc } from '../../support/postRpc.ts';
import { emptyDatabase, sharedPostgres } from '../../support/postgres/sharedPostgres.ts';
import { type ServerProcess, startServerProcess } from '../../support/serverProcess.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { eventually } from '../../oauth/world.ts';
import { until } from '../../support/until.ts';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const call = (name: string, args: object = {}) => ({ method: 'tools/call', params: { name, arguments: args } });
const LIST = call('list_incidents');
const LOST = 'an idle PostgreSQL connection (incident-desk) was lost';
const TERMINATED = 'terminating connection due to administrator command';
const countedSchema = z.object({ count: z.number(), first: z.iso.datetime(), last: z.iso.datetime() });

describe('a server whose database is gone', function () {
  this.timeout(60_000);
  let issuer: TokenIssuer;
  let server: ServerProcess;
  let metrics: string;
  let token: string;
  let wasUp: number;

  before(async () => {
    issuer = await startTokenIssuer();
    token = await issuer.token();
    const database = await emptyDatabase();
    const metricsPort = await freePort();
    metrics = `http://127.0.0.1:${metricsPort}/metrics`;
    server = await startServerProcess({
      OKTA_ISSUER: issuer.issuer,
      OKTA_AUDIENCE: issuer.audience,
      MCP_SERVER_PORT: '0',
      MCP_METRICS_PORT: String(metricsPort),
      DATABASE_URL: database,
    });
    await Promise.all(Array.from({ length: 4 }, () => postRpc(server.url, LIST, token)));
    wasUp = await shown('incident_desk_database_up');
    const name = new URL(database).pathname.slice(1);
    await (await sharedPostgres()).query(`drop database ${name} with (force)`);
  });
  after(async () => {
    await server.kill();
    await issuer.close();
  });

  const lines = (): readonly LoggedLine[] => loggedLines(server.said());
  const linesOf = (request: string | null): readonly LoggedLine[] => lines().filter((line) => line.request === request);
  /** A number of the metrics; 0 where there is none. */
  async function shown(name: string): Promise<number> {
    const text = await (await fetch(metrics)).text();
    const line = text.split('\n').find((one) => one.startsWith(`${name} `));
    return Number(line?.split(' ').at(-1) ?? 0);
  }
  const outcomes = (tool: string, outcome: string): Promise<number> =>
    shown(`incident_desk_mcp_requests_total{method="tools/call",tool="${tool}",outcome="${outcome}"}`);

  it('counts and logs a call that it failed, which names itself to the caller', async () => {
    const before = await outcomes('list_incidents', 'failed');
    const response = await postRpc(server.url, LIST, token);
    const id = response.headers.get('x-request-id');
    assert.match(id ?? '', UUID);
    const text = await response.text();
    assert.match(text, /"isError":true/);
    assert.ok(text.includes(`The server failed to do this. Try again later. (Request ${id})`), text);
    await until(() => linesOf(id).some(({ msg }) => msg === 'request failed'), 'the line of the request');
    const [failure, request] = linesOf(id);
    assert.partialDeepStrictEqual(failure, { level: 'error', msg: 'the tool list_incidents failed' });
    assert.match(String(failure?.['error']), /database "incidents_\d+" does not exist|connection|terminat/i);
    assert.partialDeepStrictEqual(request, { level: 'error', status: 200, subject: 'ada@example.com' });
    assert.equal(await outcomes('list_incidents', 'failed'), before + 1);
    assert.equal(await outcomes('list_incidents', 'ok'), 4);
  });

  it('says which of its connections were lost, and why, in one line for many at once', async () => {
    const lost = () => lines().filter(({ msg, error }) => msg === LOST && error === TERMINATED);
    await until(() => lost().length === 2, 'the line of the others');
    assert.partialDeepStrictEqual(lost()[0], { level: 'error', errorCode: '57P01' });
    assert.ok(countedSchema.parse(lost()[1]).count >= 1);
    assert.deepEqual(
      lines().filter(({ msg }) => msg === 'failure'),
      [],
    );
  });

  it('is alive, but not ready, and its database is shown as down', async () => {
    await eventually(async () => (await fetch(new URL('/readyz', server.url))).status === 503);
    assert.equal((await fetch(new URL('/healthz', server.url))).status, 200);
    assert.deepEqual([wasUp, await shown('incident_desk_database_up')], [1, 0]);
  });

  it('counts what callers got wrong as refused', async () => {
    await postRpc(server.url, call('list_incidents', { limit: -1 }), token);
    assert.equal(await outcomes('list_incidents', 'refused'), 1);
  });

  it('counts made-up names as one', async () => {
    for (const name of ['made_up', 'other_one']) await postRpc(server.url, call(name), token);
    assert.equal(await outcomes('other', 'refused'), 2);
  });
});
