import assert from 'node:assert/strict';
import type { RememberedServer } from '../../../src/core/mcp/serverMemory.ts';
import { startServer, type RunningServer } from '../../../src/server/startServer.ts';
import { type Answer, type FaultyServer, startFaultyServer } from '../../peers/faultyServer.ts';
import { startSeedServer } from '../../peers/seedServer.ts';
import { CALL, COMPLETE, DISCOVER, isModern, LIST, tool, UNKNOWN } from '../support/incidentAnswers.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';
import { steeredTokens } from '../support/tokenSource.ts';
import { until } from '../support/until.ts';
import { firstIncidents, keptMemory, type KeptMemory, startClient, type StartedClient } from '../support/warmStart.ts';

const NEW = { title: 'Disk full', severity: 'high', description: '', service: '', tags: [] };

describe('a warm start', () => {
  let memory: KeptMemory;
  let clients: StartedClient[];
  let peers: { close(): Promise<void> }[];

  beforeEach(() => {
    [memory, clients, peers] = [keptMemory(), [], []];
  });

  afterEach(async () => {
    for (const { client } of clients) await client.reset();
    for (const peer of peers) await peer.close();
  });

  function start(url: string, token = 'good'): StartedClient {
    const started = startClient(url, steeredTokens(token), memory);
    clients.push(started);
    return started;
  }

  /** The POSTs of a start until the incidents were there. */
  async function posts(url: string, token?: string): Promise<readonly string[]> {
    return (await firstIncidents(start(url, token), memory)).posts;
  }

  describe('of our own server', () => {
    let issuer: TokenIssuer;
    let server: RunningServer;
    let token: string;

    beforeEach(async () => {
      issuer = await startTokenIssuer();
      server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
      token = await issuer.token();
      peers.push(server, issuer);
    });

    it('asks for the incidents at once, in one request', async () => {
      assert.deepEqual(await posts(server.url, token), ['server/discover', 'tools/list', 'tools/call']);
      assert.deepEqual(await posts(server.url, token), ['tools/call']);
    });

    it('goes on with the same server when it learned nothing new', async () => {
      await posts(server.url, token);
      const started = start(server.url, token);
      const learned = memory.learned();
      const incidents = await started.client.incidents();
      await incidents.list({});
      await learned;
      assert.equal(await started.client.incidents(), incidents);
      assert.equal(started.client.state.kind, 'connected');
    });

    it('can do with incidents what it could before', async () => {
      await posts(server.url, token);
      const { client, posts: sent } = start(server.url, token);
      const { updateFields, checksVersion, canAddNote, canWhoAmI } = await client.incidents();
      assert.deepEqual([updateFields.length, checksVersion, canAddNote, canWhoAmI], [3, true, true, true]);
      assert.deepEqual(sent, []);
    });

    it('creates incidents by tools that it remembers', async () => {
      await posts(server.url, token);
      const { client, posts: sent } = start(server.url, token);
      const id = await (await client.incidents()).create(NEW);
      assert.deepEqual(sent, ['tools/call']);
      assert.deepEqual((await (await client.incidents()).get(id)).title, NEW.title);
    });
  });

  it("of the seed's server makes the handshake and asks for the incidents", async () => {
    const one = { id: '1', title: 'Login fails', severity: 'critical', status: 'open' };
    const server = await startSeedServer({ incidents: [one], tokens: new Set(['good']) });
    peers.push(server);
    const cold = await posts(server.url);
    assert.deepEqual(cold, ['server/discover', 'initialize', 'notifications/initialized', 'tools/list', 'tools/call']);
    assert.deepEqual(await posts(server.url), ['initialize', 'notifications/initialized', 'tools/call']);
  });

  describe('of a server that changed', () => {
    let server: FaultyServer;

    async function remembered(answers: Record<string, Answer>): Promise<void> {
      server = await startFaultyServer({ 'tools/list': LIST, 'tools/call': CALL, ...answers });
      peers.push(server);
      await posts(server.url);
    }

    const sent = (method: string): number => server.received.filter((one) => one.method === method).length;
    const created = (): number =>
      server.received.filter(({ method, params }) => method === 'tools/call' && params['name'] === 'create_incident')
        .length;

    /** Takes the faulty server, which answers everything, for one of 2025-11-25 that refuses what it does not know. */
    const old = (call: Answer): Record<string, Answer> => ({
      'server/discover': UNKNOWN,
      'tools/list': (request, response) =>
        isModern(request.params) ? UNKNOWN(request, response) : LIST(request, response),
      'tools/call': (request, response) =>
        isModern(request.params) ? UNKNOWN(request, response) : call(request, response),
    });

    function become(answers: Record<string, Answer>): void {
      server.answers.clear();
      for (const [method, answer] of Object.entries(answers)) server.answers.set(method, answer);
    }

    it('from 2025-11-25 to 2026-07-28', async () => {
      await remembered({});
      assert.equal(memory.remembered?.handshake.kind, 'legacy');
      become({ initialize: UNKNOWN, 'server/discover': DISCOVER, 'tools/list': LIST, 'tools/call': CALL });
      assert.deepEqual(await posts(server.url), ['initialize', 'server/discover', 'tools/call']);
      assert.equal(memory.remembered.handshake.kind, 'modern');
      assert.deepEqual(await posts(server.url), ['tools/call']);
    });

    it('from 2025-11-25 to both, which is told by its new version', async () => {
      await remembered({});
      const result = { protocolVersion: '2025-11-25', capabilities: { tools: {} } };
      become({
        initialize: () => ({ ...result, serverInfo: { name: 'faulty', version: '2' } }),
        ...{ 'server/discover': DISCOVER, 'tools/list': LIST, 'tools/call': CALL },
      });
      assert.equal((await posts(server.url)).at(-1), 'tools/call');
      assert.equal(memory.remembered?.handshake.kind, 'modern');
      assert.deepEqual(await posts(server.url), ['tools/call']);
    });

    it('from 2026-07-28 to 2025-11-25', async () => {
      await remembered({ 'server/discover': DISCOVER });
      assert.equal(memory.remembered?.handshake.kind, 'modern');
      become(old(CALL));
      const again = await posts(server.url);
      assert.deepEqual(again.slice(-3), ['initialize', 'notifications/initialized', 'tools/call']);
      assert.equal(memory.remembered.handshake.kind, 'legacy');
    });

    it('from 2026-07-28 to 2025-11-25, at the moment of a new incident, which is sent once only', async () => {
      await remembered({ 'server/discover': DISCOVER });
      let carriedOut = 0;
      become(
        old((request, response) => {
          carriedOut += 1;
          return CALL(request, response);
        }),
      );
      const { client } = start(server.url);
      assert.equal(await (await client.incidents()).create(NEW), '8');
      assert.equal(carriedOut, 1);
      assert.equal(created(), 2, 'one that was refused, one that was carried out');
    });

    it('and whose refusal says nothing does not get a new incident twice', async () => {
      await remembered({ 'server/discover': DISCOVER });
      become({ 'tools/call': (_, response) => void response.writeHead(400).end('no') });
      const { client } = start(server.url);
      await assert.rejects((await client.incidents()).create(NEW), { code: 'server_error' });
      assert.equal(created(), 1);
    });

    it('by having other tools', async () => {
      await remembered({ 'server/discover': DISCOVER });
      server.answers.set('tools/list', () => ({ ...COMPLETE, tools: [tool('list_incidents')] }));
      const { client } = start(server.url);
      const learned = memory.learned();
      assert.equal((await client.incidents()).createFields.length, 1);
      await (await client.incidents()).list({});
      await learned;
      assert.deepEqual((await client.incidents()).createFields, []);
      assert.deepEqual(
        memory.remembered?.tools.map(({ name }) => name),
        ['list_incidents'],
      );
    });

    it('in the middle of a look at its tools, which the list that failed meanwhile waits for', async () => {
      await remembered({ 'server/discover': DISCOVER });
      const [asked, looked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      server.answers.set('tools/list', async (request, response) => {
        asked.resolve();
        await looked.promise;
        return LIST(request, response);
      });
      const incidents = await start(server.url).client.incidents();
      await incidents.list({});
      await asked.promise;
      const calls = sent('tools/call');
      server.answers.set('tools/call', (request, response) =>
        sent('tools/call') > calls + 1
          ? CALL(request, response)
          : { error: { code: -32_602, message: 'Unknown tool list_incidents' } },
      );
      const listing = incidents.list({});
      await until(() => sent('tools/call') === calls + 1, 'the second list fails');
      looked.resolve();
      assert.equal((await listing).incidents.length, 1);
    });

    it('by having no such tool any more', async () => {
      await remembered({ 'server/discover': DISCOVER });
      become({
        'server/discover': DISCOVER,
        'tools/list': () => ({ ...COMPLETE, tools: [] }),
        'tools/call': () => ({ error: { code: -32_602, message: 'Unknown tool list_incidents' } }),
      });
      const { client } = start(server.url);
      await assert.rejects((await client.incidents()).list({}), { code: 'tool_missing' });
    });

    it('by offering more, which the next connection shows', async () => {
      await remembered({ 'server/discover': DISCOVER });
      server.answers.set('server/discover', async (request, response) => ({
        ...(await DISCOVER(request, response)),
        capabilities: { tools: {}, prompts: {} },
      }));
      const { client } = start(server.url);
      assert.equal((await client.connection()).offers.prompts, false);
      const learned = memory.learned();
      await (await client.incidents()).list({});
      await learned;
      await until(() => client.state.kind === 'idle', 'it leaves the connection');
      assert.equal((await client.connection()).offers.prompts, true);
      assert.equal(client.state.kind, 'connected');
    });

    it('into one that speaks neither says so', async () => {
      await remembered({ 'server/discover': DISCOVER });
      server.answers.set('*', (_, response) => void response.writeHead(404).end());
      for (const method of ['initialize', 'server/discover', 'tools/list', 'tools/call']) server.answers.delete(method);
      const { client } = start(server.url);
      const listing = client.incidents().then((incidents) => incidents.list({}));
      await assert.rejects(listing, { code: 'server_not_mcp' });
      assert.ok(sent('initialize') > 0);
    });
  });

  it('uses nothing that was remembered for another account', async () => {
    const server = await startFaultyServer({ 'server/discover': DISCOVER, 'tools/list': LIST, 'tools/call': CALL });
    peers.push(server);
    const [ada, bob] = [keptMemory(), keptMemory()];
    let current = ada;
    const started = startClient(server.url, steeredTokens('good'), {
      recall: () => current.recall(),
      remember: (what) => current.remember(what),
    });
    clients.push(started);
    const cold = ['server/discover', 'tools/list', 'tools/call'];
    assert.deepEqual((await firstIncidents(started, ada)).posts, cold);
    await started.client.reset();
    current = bob;
    const before = started.posts.length;
    assert.deepEqual((await firstIncidents(started, bob)).posts.slice(before), cold);
  });

  it('does not fail by a memory that makes no sense', async () => {
    const server = await startFaultyServer({ 'tools/list': LIST, 'tools/call': CALL });
    peers.push(server);
    const nonsense: RememberedServer = { handshake: { kind: 'modern', discover: { nonsense: [1] } }, tools: [] };
    memory.remembered = nonsense;
    assert.equal((await posts(server.url)).at(-1), 'tools/call');
    memory.remembered = { ...nonsense, handshake: { kind: 'modern', discover: await oldRevisions() } };
    assert.equal((await posts(server.url)).at(-1), 'tools/call');
  });
});

/** A discovery of which no revision is spoken by both. */
async function oldRevisions(): Promise<{ readonly supportedVersions: readonly string[] }> {
  const serverInfo = { name: 'faulty', version: '1' };
  const discovered = { ...COMPLETE, supportedVersions: ['1999-01-01'], capabilities: { tools: {} }, serverInfo };
  return discovered;
}
