import assert from 'node:assert/strict';
import type { Effects } from '../../../src/core/effects.ts';
import { ServerCatalog } from '../../../src/core/mcp/catalog/serverCatalog.ts';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { startServer } from '../../../src/server/startServer.ts';
import { startChangingServer, type ChangingServer } from '../../peers/changingServer.ts';
import { startFaultyServer } from '../../peers/faultyServer.ts';
import { entryFor, realEffects } from '../support/connectTo.ts';
import { startTokenIssuer } from '../support/tokenIssuer.ts';
import { steeredTokens, type SteeredTokens } from '../support/tokenSource.ts';
import { until } from '../support/until.ts';

const TIMES = { quiet: 30, patience: 500 };
const NOTICES = 2000;

function phasesOf({ lists: { tools, prompts, resources, templates } }: ServerCatalog): readonly string[] {
  return [tools, prompts, resources, templates].map(({ phase }) => phase);
}

describe('The catalog of a server', () => {
  let server: ChangingServer;
  let client: ServerClient;
  let tokens: SteeredTokens;
  let catalog: ServerCatalog;
  let account: string | undefined;
  let changes: number;

  function catalogOf(of: ServerClient): ServerCatalog {
    return new ServerCatalog({
      client: of,
      account: () => Promise.resolve(account),
      changed: () => (changes += 1),
      times: TIMES,
    });
  }
  function clientOf(url: string): ServerClient {
    return createServerClient({ entry: entryFor(url), tokens, effects: realEffects(), clientVersion: '1.2.3' });
  }
  const toolNames = (of = catalog) => of.lists.tools.items.map(({ name }) => name);
  const areReady = () => phasesOf(catalog).every((phase) => phase === 'ready');

  beforeEach(async () => {
    server = await startChangingServer();
    tokens = steeredTokens('good');
    client = clientOf(server.url);
    [account, changes] = ['ada', 0];
    catalog = catalogOf(client);
  });

  afterEach(async () => {
    catalog.dispose();
    await client.reset();
    await server.close();
  });

  it('asks for nothing before somebody looks, then for each list once', async () => {
    assert.deepEqual([server.asked, client.state.kind], [[], 'idle']);
    catalog.look(true);
    await until(areReady, 'all lists are there');
    assert.deepEqual(toolNames(), ['one', 'two', 'three']);
    assert.equal(catalog.lists.resources.items[0]?.uri, 'x://1');
    assert.deepEqual(server.asked.toSorted(), [
      'prompts/list',
      'resources/list',
      ...Array.from(server.tools, () => 'tools/list'),
    ]);
    assert.deepEqual(catalog.about?.serverName, 'Changing');
    assert.equal(catalog.about.instructions, 'Ask me.');
  });

  it('takes a method that the server does not have for an empty list', async () => {
    catalog.look(true);
    await until(areReady, 'all lists are there');
    assert.deepEqual(catalog.lists.templates, { phase: 'ready', items: [] });
  });

  it('is kept current by notices, and loaded once for a flood of them', async () => {
    catalog.look(true);
    await until(() => areReady() && server.isHeard(), 'it is heard');
    server.tools = ['four'];
    await server.tell(NOTICES);
    await until(() => toolNames().join() === 'four', 'it has what changed');
    await new Promise((resolve) => setTimeout(resolve, TIMES.quiet * 4));
    // Once at first, and once or, where the flood takes longer than its patience, a few times for all notices.
    assert.ok(server.listed() <= 4, `${server.listed()} times`);
    assert.equal(server.asked.filter((method) => method === 'prompts/list').length, 1);
  });

  it('listens to nothing while nobody looks, and catches up when somebody does again', async () => {
    catalog.look(true);
    await until(() => areReady() && server.isHeard(), 'it is heard');
    catalog.look(false);
    const before = server.asked.length;
    server.tools = ['five'];
    await server.tell(3);
    await new Promise((resolve) => setTimeout(resolve, TIMES.quiet * 4));
    assert.equal(server.asked.length, before);
    assert.deepEqual(toolNames(), ['one', 'two', 'three']);
    catalog.look(true);
    await until(() => toolNames().join() === 'five', 'it has what changed');
  });

  it('says that a list has no end, and keeps the others', async () => {
    server.isEndless = true;
    catalog.look(true);
    await until(() => catalog.lists.tools.phase === 'failed', 'the list is given up');
    assert.equal(catalog.lists.tools.error?.code, 'endless_list');
    await until(() => catalog.lists.resources.phase === 'ready', 'the others are there');
    server.isEndless = false;
    await catalog.refresh();
    assert.deepEqual(toolNames(), ['one', 'two', 'three']);
  });

  it('never connects where nobody is signed in, and does once somebody is', async () => {
    account = undefined;
    tokens.current = undefined;
    catalog.look(true);
    await until(() => changes > 0, 'it has asked');
    assert.equal(client.state.kind, 'idle');
    [account, tokens.current] = ['ada', 'good'];
    catalog.accountChanged();
    await until(areReady, 'all lists are there');
  });

  it('drops what it loaded for one account before another one sees it', async () => {
    catalog.look(true);
    await until(areReady, 'all lists are there');
    account = 'bob';
    server.tools = ["bob's"];
    const resetting = client.reset();
    const seen = new Set<string>();
    await until(() => {
      if (catalog.about && client.state.kind === 'connected') for (const name of toolNames()) seen.add(name);
      return areReady() && toolNames().join() === "bob's";
    }, 'it has the lists of the other account');
    await resetting;
    assert.deepEqual([...seen], ["bob's"]);
  });

  it('drops everything when the account signs out while nobody looks', async () => {
    await catalog.refresh();
    assert.deepEqual(toolNames(), ['one', 'two', 'three']);
    account = undefined;
    catalog.accountChanged();
    await until(() => catalog.about === undefined, 'it is dropped');
    assert.deepEqual(toolNames(), []);
  });

  it('keeps its lists when the connection is renewed for the same account', async () => {
    catalog.look(true);
    await until(areReady, 'all lists are there');
    const lengths = new Set<number>();
    server.tools = ['six', 'seven'];
    client.renew();
    await until(() => {
      lengths.add(toolNames().length);
      return toolNames().join() === 'six,seven';
    }, 'it is loaded anew');
    assert.deepEqual([...lengths], [3, 2]);
  });

  it('keeps the last known lists while the server is away, and does not connect once disposed of', async () => {
    catalog.look(true);
    await until(areReady, 'all lists are there');
    await server.close();
    await catalog.refresh();
    assert.equal(client.state.kind, 'offline');
    assert.deepEqual([toolNames(), catalog.about?.serverName], [['one', 'two', 'three'], 'Changing']);
    catalog.dispose();
    await client.reset();
    await new Promise((resolve) => setTimeout(resolve, TIMES.quiet));
    assert.equal(client.state.kind, 'idle');
    server = await startChangingServer();
  });

  it('has no lists of a server that offers none', async () => {
    const initialize = () => ({
      protocolVersion: '2025-11-25',
      capabilities: {},
      serverInfo: { name: 'bare', version: '1' },
    });
    const bare = await startFaultyServer({ initialize });
    const of = clientOf(bare.url);
    const empty = catalogOf(of);
    await empty.refresh();
    assert.equal(empty.about?.serverName, 'bare');
    assert.deepEqual(phasesOf(empty), ['unknown', 'unknown', 'unknown', 'unknown']);
    empty.dispose();
    await of.reset();
    await bare.close();
  });
});

describe('The catalog of our own server', () => {
  it('hears of a new incident by the protocol of 2026-07-28, on a stream that ends when nobody looks', async () => {
    const issuer = await startTokenIssuer();
    const server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    const tokens = steeredTokens(await issuer.token());
    const streams: (AbortSignal | undefined)[] = [];
    const effects: Effects = {
      ...realEffects(),
      fetch: (input, init = {}) => {
        const isStream = typeof init.body === 'string' && init.body.includes('"subscriptions/listen"');
        if (isStream) streams.push(init.signal ?? undefined);
        return fetch(input, init);
      },
    };
    const client = createServerClient({ entry: entryFor(server.url), tokens, effects, clientVersion: '1.2.3' });
    const account = () => Promise.resolve('ada');
    const catalog = new ServerCatalog({ client, account, changed: () => undefined, times: TIMES });
    try {
      catalog.look(true);
      await until(() => catalog.lists.resources.phase === 'ready', 'the resources are there');
      await changeUntilHeard(client, catalog);
      assert.equal(streams.length, 1);
      catalog.look(false);
      await until(() => streams[0]?.aborted === true, 'the stream ends');
      catalog.look(true);
      await until(() => streams.length === 2, 'another one is opened');
    } finally {
      catalog.dispose();
      await client.reset();
      await server.close();
      await issuer.close();
    }
  });
});

/** Creates incidents until the resources are listed anew: the first may come before the stream stands. */
async function changeUntilHeard(client: ServerClient, catalog: ServerCatalog): Promise<void> {
  const before = catalog.lists.resources.items;
  const incidents = await client.incidents();
  const incident = { title: 'Disk full', severity: 'critical', description: '', service: '', tags: [] };
  const creating = setInterval(() => void incidents.create(incident), TIMES.quiet * 4);
  try {
    await until(() => catalog.lists.resources.items !== before, 'its resources are listed anew');
  } finally {
    clearInterval(creating);
  }
}
