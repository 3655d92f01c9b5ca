import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { ServerCatalog } from '../../../src/core/mcp/catalog/serverCatalog.ts';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { startChangingServer, type ChangingServer } from '../../peers/changingServer.ts';
import { startFaultyServer } from '../../peers/faultyServer.ts';
import { entryFor, realEffects } from '../support/connectTo.ts';
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

  it('loads though its own attempt to connect fails after somebody else connected', async () => {
    const { promise: connected, resolve: letFail } = Promise.withResolvers<void>();
    const attempts: Promise<unknown>[] = [];
    const connection: ServerClient['connection'] = async (options) => {
      if (attempts.length > 0) return client.connection(options);
      attempts.push(connected);
      await connected;
      throw new AppError('server_unreachable', { host: 'localhost' });
    };
    const { id, entry, onDidChangeState } = client;
    const of: ServerClient = {
      ...{ id, entry, onDidChangeState, connection },
      get state() {
        return client.state;
      },
      incidents: (options) => client.incidents(options),
      reset: () => client.reset(),
      renew: () => client.renew(),
    };
    const late = catalogOf(of);
    late.look(true);
    await until(() => attempts.length > 0, 'it connects');
    await client.connection();
    letFail();
    await until(() => phasesOf(late).every((phase) => phase === 'ready'), 'all lists are there');
    late.dispose();
  });

  it('takes the last answer for the account that is signed in, though an earlier one comes later', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<string | undefined>();
    const answers = [late];
    const asked = new ServerCatalog({
      client,
      account: () => answers.shift() ?? Promise.resolve(account),
      changed: () => undefined,
      times: TIMES,
    });
    asked.accountChanged();
    asked.look(true);
    const isReady = (): boolean => phasesOf(asked).every((phase) => phase === 'ready');
    const soon = Date.now() + TIMES.patience;
    await until(() => isReady() || Date.now() > soon, 'it would be ready if it did not wait for that answer');
    answer(undefined);
    await new Promise((resolve) => setTimeout(resolve, TIMES.quiet));
    await until(isReady, 'all lists are there');
    asked.dispose();
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
