import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../src/core/errors.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import { serverEntry } from '../../src/core/serverEntry.ts';
import type { SignedInAccount } from '../../src/vscode/auth/accounts/signedInAccounts.ts';
import { createServersView, type ServersFeature } from '../../src/vscode/servers/view/createServersView.ts';
import type { ServersNode } from '../../src/vscode/servers/view/serverNodes.ts';
import type { ChangingServer } from '../peers/changingServer.ts';
import { eventually } from './world/signInDesk.ts';

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const effects = { fetch, now: () => Date.now(), log: silent };

describe('The Servers view', () => {
  let server: ChangingServer;
  let feature: ServersFeature;
  let account: SignedInAccount | undefined;
  let fired: (string | undefined)[];
  let asked: number;
  const visibility = new vscode.EventEmitter<vscode.TreeViewVisibilityChangeEvent>();
  const expanded = new vscode.EventEmitter<vscode.TreeViewExpansionEvent<ServersNode>>();
  const collapsed = new vscode.EventEmitter<vscode.TreeViewExpansionEvent<ServersNode>>();
  const registryChanged = new vscode.EventEmitter<void>();
  const view = {
    visible: true,
    onDidChangeVisibility: visibility.event,
    onDidExpandElement: expanded.event,
    onDidCollapseElement: collapsed.event,
  };
  const ada = { id: 'session', label: 'ada (Test)', account: { id: 'ada', label: 'ada (Test)' } };

  beforeEach(async () => {
    const { startChangingServer } = await import('./world/world.ts');
    server = await startChangingServer();
    [account, fired, asked, view.visible] = [ada, [], 0, true];
    const token = () => {
      asked += 1;
      return account ? Promise.resolve('good') : Promise.reject(new AppError('signed_out', { server: 'Test' }));
    };
    const entry = serverEntry({ name: 'Test', url: server.url });
    const client = createServerClient({
      ...{ entry, effects, clientVersion: '0' },
      tokens: { token, replace: () => Promise.resolve() },
    });
    feature = createServersView({
      view,
      changed: (rows) => void fired.push(...(rows ?? [undefined]).map((row) => row?.id)),
      registry: {
        list: () => [client],
        get: (id) => (id === client.id ? client : undefined),
        onDidChange: registryChanged.event,
      },
      accounts: { current: () => Promise.resolve(account) },
      issuers: { learned: () => new Map([[client.id, 'https://acme.okta.com']]) },
      effects,
    });
  });

  afterEach(async () => {
    feature.dispose();
    await server.close();
  });

  const childrenOf = async (row?: ServersNode) => (await feature.rows.getChildren(row)) ?? [];
  const labelOf = async (row: ServersNode | undefined) => {
    assert.ok(row);
    const { label, description = '' } = await feature.rows.getTreeItem(row);
    assert.ok(typeof label === 'string' && typeof description === 'string');
    return `${label} ${description}`.trim();
  };
  const openServer = async (): Promise<ServersNode> => {
    const [row] = await childrenOf();
    assert.ok(row);
    await childrenOf(row);
    return row;
  };
  const groupsOf = async (row: ServersNode) => Promise.all((await childrenOf(row)).map((each) => labelOf(each)));
  /** Waits until the first group says that, and none is loading. */
  const untilGroups = async (row: ServersNode, first: string) => {
    for (;;) {
      const count = fired.length;
      const groups = await groupsOf(row);
      if (groups[0] === first && !groups.some((group) => group.includes('loading'))) return groups;
      await eventually(() => fired.length > count);
    }
  };

  it('names the issuer that was found, where the settings name none', async () => {
    const [row] = await childrenOf();
    assert.ok(row);
    const { tooltip } = await feature.rows.getTreeItem(row);
    assert.ok(typeof tooltip === 'string');
    assert.match(tooltip, /\nIssuer: https:\/\/acme\.okta\.com\n/);
  });

  it('asks a server for nothing before its row is open', async () => {
    const [row] = await childrenOf();
    assert.equal(await labelOf(row), 'Test not connected · ada');
    assert.deepEqual([server.asked, asked], [[], 0]);
  });

  it('shows what a server offers once its row is open, and gives the same rows afterwards', async () => {
    const row = await openServer();
    assert.deepEqual(await untilGroups(row, 'Tools 3'), ['Tools 3', 'Prompts none', 'Resources 1', 'Templates none']);
    const [before] = await childrenOf(row);
    assert.ok(before);
    const [tools] = await childrenOf(before);
    assert.ok(tools && 'tool' in tools);
    assert.equal(await feature.rows.getParent(tools), before);
    server.tools = ['one', 'two', 'three', 'four'];
    await eventually(() => server.isHeard());
    await server.tell(1);
    await untilGroups(row, 'Tools 4');
    const [after] = await childrenOf(row);
    assert.equal(after, before);
    assert.equal((await childrenOf(before)).length, 4);
    assert.equal((await childrenOf(before))[0], tools);
  });

  it('has only what changed drawn anew', async () => {
    const row = await openServer();
    await untilGroups(row, 'Tools 3');
    await eventually(() => server.isHeard());
    await eventually(() => fired.includes(`${row.id}/tools`) || fired.includes(row.id));
    fired.length = 0;
    server.tools = ['one'];
    await server.tell(1);
    await untilGroups(row, 'Tools 1');
    assert.deepEqual([...new Set(fired)], [`${row.id}/tools`]);
  });

  it('listens to a server only while its row is open and the view in sight', async () => {
    const row = await openServer();
    await untilGroups(row, 'Tools 3');
    const steps: readonly (readonly [() => void, () => void])[] = [
      [() => collapsed.fire({ element: row }), () => expanded.fire({ element: row })],
      [
        () => {
          view.visible = false;
          visibility.fire({ visible: false });
        },
        () => {
          view.visible = true;
          visibility.fire({ visible: true });
        },
      ],
    ];
    for (const [leave, comeBack] of steps) {
      leave();
      const before = server.asked.length;
      server.tools = [...server.tools, 'more'];
      await server.tell(2);
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.equal(server.asked.length, before);
      comeBack();
      await untilGroups(row, `Tools ${server.tools.length}`);
    }
  });

  it('prompts nobody where nobody is signed in, and shows what there is once somebody is', async () => {
    account = undefined;
    registryChanged.fire();
    const row = await openServer();
    assert.deepEqual(await groupsOf(row), ['Sign in to Test…']);
    assert.deepEqual([asked, server.asked], [0, []]);
    account = ada;
    registryChanged.fire();
    await untilGroups(row, 'Tools 3');
  });

  it('loads everything anew when it is refreshed, the server that is named or those that are looked at', async () => {
    const row = await openServer();
    await untilGroups(row, 'Tools 3');
    const before = server.listed();
    await feature.commands['incidentDesk.refreshServers']();
    assert.equal(server.listed(), before + 1);
    await feature.commands['incidentDesk.refreshServer'](row);
    assert.equal(server.listed(), before + 2);
    await feature.commands['incidentDesk.refreshServers']({ serverId: 'another' });
    assert.equal(server.listed(), before + 2);
  });

  it('copies the address of a resource', async () => {
    await vscode.env.clipboard.writeText('nothing');
    await feature.commands['incidentDesk.copyResourceUri']('nonsense');
    assert.equal(await vscode.env.clipboard.readText(), 'nothing');
    await feature.commands['incidentDesk.copyResourceUri']({ serverId: 's', uri: 'x://1' });
    assert.equal(await vscode.env.clipboard.readText(), 'x://1');
  });
});
