import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { createIncidentSource } from '../../../src/core/incidents/createIncidentSource.ts';
import type { IncidentSource } from '../../../src/core/incidents/incidentSource.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { startSeedServer } from '../../peers/seedServer.ts';
import type { SeedIncident, SeedServer, SeedServerOptions } from '../../peers/seedServer.ts';
import { connectTo } from '../support/connectTo.ts';
import { steeredTokens } from '../support/tokenSource.ts';

const INCIDENTS: readonly SeedIncident[] = [
  { id: '1', title: 'Login fails (again)', severity: 'critical', status: 'open' },
  { id: '2', title: 'Slow — but steady', severity: 'low', status: 'resolved' },
];
const NEW = { title: 'Disk full', severity: 'high', description: 'at 98 %', service: 'db', tags: ['disk'] };

describe("the seed's incident server", () => {
  let server: SeedServer | undefined;
  let connection: McpConnection | undefined;

  afterEach(async () => {
    await connection?.close();
    await server?.close();
    server = connection = undefined;
  });

  async function start(
    options: Partial<SeedServerOptions> = {},
  ): Promise<{ server: SeedServer; source: IncidentSource }> {
    server = await startSeedServer({ incidents: INCIDENTS, tokens: new Set(['good']), ...options });
    connection = await connectTo(server.url);
    return { server, source: await createIncidentSource({ connection, server: 'Test' }) };
  }

  it('lists incidents from its text', async () => {
    const { source } = await start();
    const { incidents, counts, nextCursor } = await source.list({});
    assert.deepEqual(
      incidents.map(({ id, title, severity, status }) => ({ id, title, severity, status })),
      INCIDENTS,
    );
    assert.equal(counts, undefined);
    assert.equal(nextCursor, undefined);
  });

  it('is asked for a severity by its own argument and for words by us', async () => {
    const { source } = await start();
    assert.deepEqual(
      (await source.list({ severity: 'low', limit: 5 })).incidents.map(({ id }) => id),
      ['2'],
    );
    assert.deepEqual((await source.list({ severity: 'high' })).incidents, []);
    assert.deepEqual(
      (await source.list({ text: 'LOGIN again' })).incidents.map(({ id }) => id),
      ['1'],
    );
  });

  it('has no incidents at first', async () => {
    const { source } = await start({ incidents: [] });
    assert.deepEqual((await source.list({})).incidents, []);
  });

  it('lists incidents by its resource where it has no list tool', async () => {
    const { source } = await start({ listTool: false });
    assert.deepEqual(
      (await source.list({ status: 'resolved' })).incidents.map(({ id, title, severity }) => ({ id, title, severity })),
      [{ id: '2', title: 'Slow — but steady', severity: 'low' }],
    );
  });

  for (const template of ['incidents://{incident_id}', 'incidents://incidents/{incident_id}'] as const) {
    it(`gives one incident by ${template}`, async () => {
      const { source } = await start({ template });
      const incident = await source.get('1');
      assert.equal(incident.title, 'Login fails (again)');
      assert.equal(incident.description, '');
      await assert.rejects(source.get('77'), new AppError('incident_not_found', { id: '77' }));
    });
  }

  it('creates an incident with the two fields that it takes', async () => {
    const { server: seed, source } = await start();
    assert.deepEqual(source.createFields, ['title', 'severity']);
    assert.equal(source.canUpdate, false);
    assert.equal(await source.create(NEW), '3');
    assert.deepEqual(seed.incidents[2], { id: '3', title: 'Disk full', severity: 'high', status: 'open' });
    await assert.rejects(source.update('1', { status: 'resolved' }), { code: 'tool_missing' });
  });

  it('cannot say who the person is', async () => {
    const { source } = await start();
    assert.deepEqual([source.canWhoAmI, await source.whoAmI()], [false, undefined]);
  });

  it('renders its prompt', async () => {
    await start();
    const prompt = await connection?.renderPrompt('triage_incidents', { focus: 'patterns' });
    assert.deepEqual(prompt?.messages, [
      { role: 'user', content: { type: 'text', text: 'Triage by patterns: 2 incidents.' } },
    ]);
  });

  it('may forget the session: reading and creating go on unseen, and nothing is created twice', async () => {
    const { server: seed, source } = await start();
    seed.forgetSessions();
    const [first, second] = await Promise.all([source.list({}), source.list({})]);
    assert.equal(first.incidents.length + second.incidents.length, 4);
    assert.equal(seed.methods.filter((method) => method === 'initialize').length, 2);
    seed.forgetSessions();
    assert.equal(await source.create(NEW), '3');
    assert.equal(seed.incidents.length, 3);
  });

  it('gets a newer token after a 401, once', async () => {
    const tokens = new Set(['old']);
    server = await startSeedServer({ tokens });
    const steered = steeredTokens('old', () => 'new');
    connection = await connectTo(server.url, { tokens: steered });
    tokens.delete('old');
    tokens.add('new');
    assert.equal((await connection.listTools()).length, 2);
    assert.deepEqual([...new Set(steered.rejected)], ['old']);
  });

  it('is given up after a second 401 in a row', async () => {
    server = await startSeedServer({ tokens: new Set() });
    const steered = steeredTokens('bad');
    await assert.rejects(connectTo(server.url, { tokens: steered }), new AppError('unauthorized', { server: 'Test' }));
    assert.deepEqual(steered.rejected, ['bad']);
  });
});
