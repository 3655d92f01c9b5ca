import assert from 'node:assert/strict';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { startServer } from '../../../src/server/startServer.ts';
import type { RunningServer } from '../../../src/server/startServer.ts';
import { entryFor, realEffects } from '../support/connectTo.ts';
import { startTokenIssuer } from '../support/tokenIssuer.ts';
import type { TokenIssuer } from '../support/tokenIssuer.ts';
import { steeredTokens } from '../support/tokenSource.ts';
import type { SteeredTokens } from '../support/tokenSource.ts';

const NEW = { title: 'Disk full', severity: 'critical', description: 'at 98 %', service: 'db', tags: ['disk'] };

describe('our own incident server, by way of the client', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;
  let client: ServerClient;
  let tokens: SteeredTokens;

  before(async () => {
    issuer = await startTokenIssuer();
  });

  after(() => issuer.close());

  beforeEach(async () => {
    server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    tokens = steeredTokens(await issuer.token());
    client = createServerClient({
      entry: entryFor(server.url),
      tokens,
      effects: realEffects(),
      clientVersion: '1.2.3',
    });
  });

  afterEach(async () => {
    await client.reset();
    await server.close();
  });

  it('speaks the newest revision', async () => {
    assert.equal((await client.connection()).protocolVersion, '2026-07-28');
  });

  it('takes a new incident with all its fields and shows it in the list, with counts', async () => {
    const incidents = await client.incidents();
    assert.deepEqual(incidents.createFields, ['title', 'severity', 'description', 'service', 'tags']);
    const id = await incidents.create(NEW);
    const page = await incidents.list({ severity: 'critical', text: 'disk' });
    const [found] = page.incidents;
    assert.equal(found?.id, id);
    assert.deepEqual({ ...found, ...NEW }, found);
    assert.equal(page.counts?.bySeverity.critical, 1);
    assert.equal(page.counts.byStatus.open, 1);
  });

  it('gives one incident with its timeline, and knows of none by another id', async () => {
    const incidents = await client.incidents();
    const id = await incidents.create(NEW);
    const incident = await incidents.get(id);
    assert.equal(incident.timeline[0]?.kind, 'created');
    await assert.rejects(incidents.get('INC-0'), { code: 'incident_not_found', args: { id: 'INC-0' } });
  });

  it('changes an incident', async () => {
    const incidents = await client.incidents();
    assert.equal(incidents.canUpdate, true);
    const id = await incidents.create(NEW);
    await incidents.update(id, { status: 'resolved', assignee: 'ada@example.com' });
    const { status, assignee } = await incidents.get(id);
    assert.deepEqual([status, assignee], ['resolved', 'ada@example.com']);
    await assert.rejects(incidents.update('INC-0', { status: 'open' }), { code: 'tool_failed' });
  });

  it('says who the person is', async () => {
    const incidents = await client.incidents();
    assert.equal(incidents.canWhoAmI, true);
    assert.equal(await incidents.whoAmI(), 'ada@example.com');
  });

  it('is read page by page', async () => {
    const incidents = await client.incidents();
    for (let number = 0; number < 5; number++) await incidents.create({ ...NEW, title: `Incident ${number}` });
    const ids = new Set<string>();
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await incidents.list({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      for (const { id } of page.incidents) ids.add(id);
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== undefined);
    assert.deepEqual([ids.size, pages], [5, 3]);
  });

  it('renders its prompt, and completes the argument', async () => {
    const connection = await client.connection();
    const [prompt] = await connection.listPrompts();
    assert.equal(prompt?.name, 'triage_incidents');
    assert.equal(prompt.arguments[0]?.name, 'focus');
    const reference = { kind: 'prompt', name: 'triage_incidents' } as const;
    const { values } = await connection.complete(reference, { name: 'focus', value: 'pat', given: {} });
    assert.ok(values.includes('patterns'));
    const { messages } = await connection.renderPrompt('triage_incidents', { focus: 'patterns' });
    assert.ok(messages.length > 0);
  });

  it('names the scopes that a call needs', async () => {
    tokens.current = await issuer.token({ scp: ['incidents:read'] });
    const incidents = await client.incidents();
    await incidents.list({});
    await assert.rejects(incidents.create(NEW), (error: { code?: string; args?: { scopes?: string } }) => {
      assert.equal(error.code, 'insufficient_scope');
      assert.ok(error.args?.scopes?.includes('incidents:write'));
      return true;
    });
    assert.equal(client.state.kind, 'connected');
  });

  it('refuses an expired token, and takes the newer one unseen', async () => {
    const good = await issuer.token();
    const expired = await issuer.token({ exp: Math.floor(Date.now() / 1000) - 600 });
    tokens = steeredTokens(expired, () => good);
    client = createServerClient({
      entry: entryFor(server.url),
      tokens,
      effects: realEffects(),
      clientVersion: '1.2.3',
    });
    await (await client.incidents()).list({});
    assert.deepEqual(tokens.rejected, [expired]);
  });

  it('may be started anew without the client noticing', async () => {
    const incidents = await client.incidents();
    const port = Number(new URL(server.url).port);
    await server.close();
    server = await startServer({ issuer: issuer.issuer, audience: issuer.audience, port });
    assert.deepEqual((await incidents.list({})).incidents, []);
  });

  it('gets no token of ours in the log', async () => {
    const lines: string[] = [];
    const [good, forged] = [await issuer.token(), await issuer.forgedToken()];
    const steered = steeredTokens(good, () => forged);
    const effects = realEffects(lines);
    const logged = createServerClient({
      entry: entryFor(server.url),
      tokens: steered,
      effects,
      clientVersion: '1.2.3',
    });
    const incidents = await logged.incidents();
    await incidents.list({});
    steered.current = forged;
    await assert.rejects(incidents.list({}), { code: 'unauthorized' });
    assert.ok([forged, good].every((token) => !lines.join('\n').includes(token)));
    await logged.reset();
  });
});
