import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { IncidentDrafts } from '../../src/core/incidents/create/incidentDrafts.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../src/core/mcp/serverClient.ts';
import { type Listen } from '../../src/core/effects.ts';
import { Listeners } from '../../src/core/listeners.ts';
import type { SessionChanges } from '../../src/core/oauth/sessions/sessionChanges.ts';
import type { AccountChange } from '../../src/vscode/auth/accounts/signedInAccounts.ts';
import { forgetDrafts } from '../../src/vscode/incidents/create/forgetDrafts.ts';
import type { FormDesk } from '../../src/vscode/incidents/create/formDesk.ts';
import { formNotices } from '../../src/vscode/incidents/create/formNotices.ts';
import { FormSession } from '../../src/vscode/incidents/create/formSession.ts';
import { entryFor, realEffects } from '../integration/support/connectTo.ts';
import { steeredTokens } from '../integration/support/tokenSource.ts';
import { type DroppingProxy, startDroppingProxy } from '../peers/droppingProxy.ts';
import { type SeedServer, startSeedServer } from '../peers/seedServer.ts';
import { eventually } from './world/signInDesk.ts';

const DRAFT = { title: 'Slow', severity: 'high', service: '', description: '', tags: '' };

function memory() {
  const values = new Map<string, unknown>();
  return {
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
}

describe('The writing of an incident on servers that know no keys', () => {
  let servers: SeedServer[];
  let proxy: DroppingProxy;
  let clients: ServerClient[];
  let drafts: IncidentDrafts;
  let session: FormSession;
  let created: string[];
  let closed: boolean;

  beforeEach(async () => {
    servers = [
      await startSeedServer({ tokens: new Set(['good']) }),
      await startSeedServer({ tokens: new Set(['good']) }),
    ];
    const [first, second] = servers.map(({ url }) => url);
    proxy = await startDroppingProxy(new URL(first ?? '').origin);
    clients = [proxy.url, second ?? ''].map((url, index) =>
      createServerClient({
        ...{ entry: { ...entryFor(url), name: `Server ${index}` }, id: `s${index}` },
        ...{ tokens: steeredTokens('good'), effects: realEffects(), clientVersion: '1' },
      }),
    );
    drafts = new IncidentDrafts(memory(), Date.now);
    [created, closed] = [[], false];
    const { event: onDidChange } = new vscode.EventEmitter<never>();
    const desk: FormDesk = {
      ...{ drafts, log: realEffects().log, now: Date.now, extensionUri: vscode.Uri.file('/') },
      registry: { list: () => clients, get: (id) => clients.find((client) => client.id === id), onDidChange },
      withStepUp: (_, call) => call(),
      account: () => Promise.resolve('erin'),
      services: () => [],
      created: (serverId, id) => created.push(`${serverId} ${id}`),
      showList() {},
      showError: (error) => assert.fail(String(error)),
    };
    const close = (): void => {
      closed = true;
    };
    const panel = {
      closed: new AbortController().signal,
      show: async () => {
        await session.state();
      },
      close,
    };
    session = new FormSession('s0', false, desk, panel);
  });

  afterEach(async () => {
    await Promise.all(clients.map((client) => client.reset()));
    await Promise.all([...servers, proxy].map((server) => server.close()));
  });

  const write = async (draft = DRAFT): Promise<void> => {
    const { stored } = await session.state();
    assert.equal(await session.keep(stored.id, draft), true);
  };
  const offered = async (): Promise<string[]> => {
    const state = await session.state();
    const rest = { server: 'Server 0', now: Date.now(), repeatable: false, edited: false, masked: 0 };
    return formNotices({ ...state, ...rest, loaded: true })
      .flatMap(({ actions }) => actions)
      .map(({ action }) => action);
  };

  it('never sends again by itself after a lost answer, and on demand as another incident', async () => {
    await write();
    proxy.drop = 'create_incident';
    await session.submit();
    proxy.drop = undefined;
    assert.deepEqual((await offered()).slice(0, 2), ['list', 'anew']);
    await session.submit();
    await session.act('repeat');
    assert.equal(servers[0]?.incidents.length, 1);
    assert.equal(closed, false);
    await session.act('anew');
    assert.equal(servers[0].incidents.length, 2);
    assert.deepEqual([created, closed], [['s0 2'], true]);
  });

  it('does not take over what a page kept of a draft that was sent or forgotten', async () => {
    await write();
    const { stored } = await session.state();
    await session.act('discard');
    assert.equal(await session.keep(stored.id, DRAFT), false);
    assert.equal((await session.state()).stored.draft.title, '');
    await session.act('undo');
    assert.equal((await session.state()).stored.draft.title, 'Slow');
  });

  it('takes what was typed along to another server, unless that has a draft of its own', async () => {
    await write();
    await session.changeServer('s1');
    assert.deepEqual([drafts.get('s0'), drafts.get('s1')?.draft.title], [undefined, 'Slow']);
    await session.submit();
    assert.deepEqual([created, servers.map(({ incidents }) => incidents.length)], [['s1 1'], [0, 1]]);
    await drafts.write('s0', { ...DRAFT, title: 'Other' });
    await write({ ...DRAFT, title: 'Mine' });
    await session.changeServer('s0');
    assert.deepEqual([drafts.get('s0')?.draft.title, drafts.get('s1')?.draft.title], ['Other', 'Mine']);
  });

  it('leaves a draft whose outcome is unknown where it was sent', async () => {
    await write();
    proxy.drop = 'create_incident';
    await session.submit();
    await session.changeServer('s1');
    assert.ok(drafts.get('s0')?.attempt);
    assert.equal((await session.state()).stored.draft.title, '');
  });
});

describe('The draft of an incident', () => {
  it('goes with a sign-out, another account or the server, and stays where the issuer ended the sign-in', async () => {
    const drafts = new IncidentDrafts(memory(), Date.now);
    const sessions = new Listeners<SessionChanges>();
    const changes = new vscode.EventEmitter<readonly AccountChange[]>();
    const registryChanges = new Listeners<void>();
    const [ended, accounts, gone] = [new Set<string>(), new Map([['s', 'erin']]), new Set<string>()];
    const onDidChange: Listen<void> = registryChanges.listen;
    const client = createServerClient({
      ...{ entry: entryFor('https://a.example/mcp'), tokens: steeredTokens('good') },
      ...{ effects: realEffects(), clientVersion: '1' },
    });
    const forgetting = forgetDrafts(drafts, {
      registry: { onDidChange, get: (id) => (gone.has(id) ? undefined : client) },
      accounts: {
        onDidChange: changes.event,
        current: async (id) => {
          const account = accounts.get(id);
          return account === undefined
            ? undefined
            : { id: account, label: account, account: { id: account, label: account } };
        },
      },
      sessions: { onDidChange: sessions.listen, hasEnded: (id) => ended.has(id) },
      log: realEffects().log,
    });
    const one = { id: '1', serverId: 's', issuer: '', clientId: '', account: { id: 'erin', label: '' }, scopes: [] };
    const write = async (): Promise<void> => {
      await drafts.open('s', 'erin');
      await drafts.write('s', DRAFT);
    };
    const change = (): void => changes.fire([{ serverId: 's', sameAccount: false }]);
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const forgotten = (): Promise<unknown> => eventually(() => drafts.get('s') === undefined);

    await write();
    ended.add('1');
    sessions.tell({ added: [], removed: [one], changed: [] });
    accounts.delete('s');
    change();
    await turn();
    accounts.set('s', 'erin');
    sessions.tell({ added: [one], removed: [], changed: [] });
    change();
    await turn();
    assert.equal(drafts.get('s')?.draft.title, 'Slow');

    accounts.set('s', 'grace');
    change();
    await forgotten();
    accounts.set('s', 'erin');

    await write();
    ended.clear();
    sessions.tell({ added: [], removed: [one], changed: [] });
    accounts.delete('s');
    change();
    await forgotten();

    await write();
    gone.add('s');
    registryChanges.tell();
    await forgotten();
    forgetting.dispose();
  });
});
