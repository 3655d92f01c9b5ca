import assert from 'node:assert/strict';
import * as z from 'zod';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { countsSchema, incidentSchema } from '../../../src/shared/incident.ts';
import { incidentWith } from '../support/incidents.ts';
import { connectV1, connectV2, type TestClient } from '../support/mcpClients.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';

const oneSchema = z.object({ incident: incidentSchema });
const listSchema = z.object({
  incidents: z.array(incidentSchema),
  nextCursor: z.string().optional(),
  counts: countsSchema,
});

const CLIENTS = [
  {
    name: 'v2 client, newest era',
    version: '2026-07-28',
    connect: (url: string, token: string) => connectV2(url, token, 'auto'),
  },
  {
    name: 'v2 client, 2025 era',
    version: '2025-11-25',
    connect: (url: string, token: string) => connectV2(url, token, 'legacy'),
  },
  { name: 'v1 client', version: '2025-11-25', connect: connectV1 },
];

for (const { name, version, connect } of CLIENTS) {
  describe(`incident server with the ${name}`, () => {
    let issuer: TokenIssuer;
    let server: RunningServer;
    let client: TestClient;

    before(async () => {
      issuer = await startTokenIssuer();
      server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    });
    after(async () => {
      await server.close();
      await issuer.close();
    });
    beforeEach(async () => {
      client = await connect(server.url, await issuer.token());
    });
    afterEach(() => client.close());

    it('says that there are no incidents', async () => {
      const { text, structured } = await client.callTool('list_incidents');
      assert.equal(text, 'No incidents found.');
      assert.equal(listSchema.parse(structured).counts.total, 0);
      assert.equal(await client.readResource('incidents://all'), 'No incidents yet.');
      assert.equal(await client.getPrompt('triage_incidents'), 'No incidents to triage.');
      const filtered = await client.callTool('list_incidents', { severity: 'low', status: 'resolved' });
      assert.equal(filtered.text, "No incidents matching severity='low', status='resolved'.");
    });

    it(`speaks ${version} and describes its tools`, async () => {
      assert.equal(client.protocolVersion, version);
      const { tools } = await client.listTools();
      const names = tools.map((tool) => tool.name).sort();
      assert.deepEqual(names, ['add_incident_note', 'create_incident', 'get_me', 'list_incidents', 'update_incident']);
      assert.ok(tools.every((tool) => tool.outputSchema !== undefined));
      const create = z.looseObject({ required: z.array(z.string()), properties: z.record(z.string(), z.unknown()) });
      const { required, properties } = create.parse(tools.find((tool) => tool.name === 'create_incident')?.inputSchema);
      assert.deepEqual(required, ['title']);
      assert.ok('severity' in properties && 'status' in properties);
    });

    it('creates, lists, changes and annotates an incident, and reads it as a resource', async () => {
      const created = await client.callTool('create_incident', { title: 'Login fails', severity: 'critical' });
      const { incident } = oneSchema.parse(created.structured);
      assert.equal(
        created.text,
        `Incident 'Login fails' created with id ${incident.id} (severity=critical, status=open).`,
      );
      assert.equal(incident.createdBy, 'ada@example.com');

      const listed = await client.callTool('list_incidents', { severity: 'critical' });
      assert.equal(listed.text, `Found 1 incident(s):\n- [${incident.id}] Login fails (critical, open)`);

      const updated = await client.callTool('update_incident', {
        id: incident.id,
        status: 'investigating',
        assignee: 'bo',
      });
      assert.equal(oneSchema.parse(updated.structured).incident.status, 'investigating');
      const noted = await client.callTool('add_incident_note', { id: incident.id, text: 'Cache is cold.' });
      assert.deepEqual(
        oneSchema.parse(noted.structured).incident.timeline.map(({ kind }) => kind),
        ['created', 'changed', 'note'],
      );

      const resource = incidentSchema.parse(JSON.parse(await client.readResource(`incidents://${incident.id}`)));
      assert.equal(resource.assignee, 'bo');
      assert.equal(
        await client.readResource('incidents://all'),
        `[${incident.id}] Login fails — critical (investigating)`,
      );
      assert.equal(await client.readResource('incidents://INC-9'), "Incident 'INC-9' not found.");
    });

    it('creates one incident however often a call is repeated with its key', async () => {
      const key = { idempotencyKey: 'once' };
      const first = await client.callTool('create_incident', { title: 'Queue is full', ...key });
      const again = await client.callTool('create_incident', { title: 'Queue is full', ...key });
      assert.deepEqual(again.structured, first.structured);
      const other = await client.callTool('create_incident', { title: 'Something else', ...key });
      assert.ok(other.isError);
      assert.match(other.text, /used with other arguments/);
      const eve = await connect(server.url, await issuer.token({ sub: 'eve@example.com' }));
      const foreign = await eve.callTool('create_incident', { title: 'Something else', ...key });
      assert.equal(oneSchema.parse(foreign.structured).incident.createdBy, 'eve@example.com');
      await eve.close();
    });

    it('adds one note however often a call is repeated with its key', async () => {
      const created = await client.callTool('create_incident', { title: 'Disk is full' });
      const { id } = oneSchema.parse(created.structured).incident;
      const note = { id, text: 'At 98 %.', idempotencyKey: 'once' };
      const first = await client.callTool('add_incident_note', note);
      const again = await client.callTool('add_incident_note', note);
      assert.deepEqual([again.text, again.structured], [first.text, first.structured]);
      assert.equal(oneSchema.parse(again.structured).incident.timeline.length, 2);
      const other = await client.callTool('add_incident_note', { ...note, text: 'At 99 %.' });
      assert.ok(other.isError);
      assert.match(other.text, /used with other arguments/);
    });

    it('makes one change however often a call is repeated with its key', async () => {
      const created = await client.callTool('create_incident', { title: 'Mail is late' });
      const { id, updatedAt: ifUpdatedAt } = oneSchema.parse(created.structured).incident;
      const change = { id, status: 'resolved', assignee: 'bo', ifUpdatedAt, idempotencyKey: 'once' };
      const first = await client.callTool('update_incident', change);
      const turned = Object.fromEntries(Object.entries(change).toReversed());
      for (const again of [change, turned]) {
        const { text, structured } = await client.callTool('update_incident', again);
        assert.deepEqual([text, structured], [first.text, first.structured]);
      }
      assert.equal(oneSchema.parse(first.structured).incident.timeline.length, 2);
      const other = await client.callTool('update_incident', { ...change, assignee: 'ada' });
      assert.ok(other.isError);
      assert.match(other.text, /used with other arguments/);
      const late = await client.callTool('update_incident', { ...change, idempotencyKey: 'another' });
      assert.match(late.text, /was changed meanwhile/);
    });

    it('lists page by page with the counts of all', async () => {
      await server.store.import(
        [1, 2, 3, 4, 5].map((n) => incidentWith({ id: `INC-30${n}0`, service: 'paging', severity: 'low' })),
      );
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { service: 'paging', limit: 2, ...(cursor !== undefined && { cursor }) };
        const page = listSchema.parse((await client.callTool('list_incidents', query)).structured);
        assert.equal(page.counts.bySeverity.low, 5);
        seen.push(...page.incidents.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      assert.equal(new Set(seen).size, 5);
    });

    it('renders two different triage prompts with the unresolved incidents', async () => {
      const bySeverity = await client.getPrompt('triage_incidents');
      const byPatterns = await client.getPrompt('triage_incidents', { focus: 'patterns' });
      assert.equal(await client.getPrompt('triage_incidents', { focus: 'severity' }), bySeverity);
      assert.notEqual(bySeverity.split('Incident data:')[0], byPatterns.split('Incident data:')[0]);
      assert.match(byPatterns, /Incident data:\nBEGIN DATA (\w{12})\n\[[^]*Login fails[^]*\nEND DATA \1$/);
      await assert.rejects(client.getPrompt('triage_incidents', { focus: 'moon' }), /triage_incidents/);
    });

    it('completes the focus and incident ids', async () => {
      assert.deepEqual(await client.complete({ type: 'ref/prompt', name: 'triage_incidents' }, 'focus', 'p'), [
        'patterns',
      ]);
      const uri = 'incidents://{incident_id}';
      const ids = await client.complete({ type: 'ref/resource', uri }, 'incident_id', 'inc-303');
      assert.deepEqual(ids, ['INC-3030']);
    });

    it('says who calls', async () => {
      const { structured } = await client.callTool('get_me');
      const me = z
        .looseObject({ user_id: z.string(), client_id: z.string(), scopes: z.array(z.string()) })
        .parse(structured);
      assert.equal(me.user_id, 'ada@example.com');
      assert.equal(me.client_id, '0oaClient');
      assert.deepEqual(me.scopes, ['incidents:read', 'incidents:write']);
    });

    for (const [tool, args, problem] of [
      ['create_incident', {}, /title/],
      ['create_incident', { title: '   ' }, /title/],
      ['create_incident', { title: 'x', severity: 'urgent' }, /severity.*low/s],
      ['create_incident', { title: 'x', colour: 'red' }, /colour/],
      ['list_incidents', { status: 'closed' }, /status/],
      ['list_incidents', { limit: 0 }, /limit/],
      ['list_incidents', { cursor: 'nonsense' }, /cursor is not valid/],
      ['update_incident', { id: 'INC-9', status: 'resolved' }, /^Incident 'INC-9' not found\.$/],
      ['update_incident', { id: 'INC-3030' }, /Nothing to change/],
      ['update_incident', { id: 'INC-3030', idempotencyKey: 'k' }, /Nothing to change/],
      ['update_incident', { id: 'INC-3030', status: 'open', idempotencyKey: '' }, /idempotencyKey/],
      ['add_incident_note', { id: 'INC-9', text: 'hello' }, /^Incident 'INC-9' not found\.$/],
      ['add_incident_note', { id: 'INC-3030', text: '' }, /text/],
    ] as const) {
      it(`answers ${tool} ${JSON.stringify(args)} with an error that names the problem`, async () => {
        const result = await client.callTool(tool, args);
        assert.ok(result.isError);
        assert.match(result.text, problem);
      });
    }
  });
}
