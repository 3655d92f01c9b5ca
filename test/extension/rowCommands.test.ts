import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import { serverEntry } from '../../src/core/serverEntry.ts';
import { copyServerLinkCommand } from '../../src/vscode/commands/copyServerLink.ts';
import { removeServerCommand } from '../../src/vscode/commands/removeServer.ts';
import { signInCommand } from '../../src/vscode/commands/signIn.ts';
import { signOutCommand } from '../../src/vscode/commands/signOut.ts';
import { switchAccountCommand } from '../../src/vscode/commands/switchAccount.ts';

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const entries = ['Production', 'Staging'].map((name) =>
  serverEntry({ name, url: `https://${name.toLowerCase()}.example.com/mcp` }),
);
const never = () => assert.fail('no token is needed');

describe('A command that is run on a row of the Servers view', () => {
  const clients = entries.map((entry) =>
    createServerClient({
      ...{ entry, effects: { fetch, now: () => Date.now(), log: silent }, clientVersion: '0' },
      tokens: { token: never, replace: never },
    }),
  );
  const registry = {
    list: () => clients,
    get: (id: string) => clients.find((client) => client.id === id),
    onDidChange: new vscode.EventEmitter<void>().event,
  };
  const label = 'ada (Staging)';
  const accounts = {
    current: (id: string) => {
      const used = { id: `session of ${id}`, label, account: { id: 'ada', label } };
      return Promise.resolve(id === staging.serverId ? used : undefined);
    },
  };
  const staging = { kind: 'server', id: 'row', serverId: clients[1]?.id ?? '' };
  const { showQuickPick, showWarningMessage } = vscode.window;

  beforeEach(() => {
    Object.assign(vscode.window, { showQuickPick: () => assert.fail('nothing is left to pick') });
  });
  afterEach(() => {
    Object.assign(vscode.window, { showQuickPick, showWarningMessage });
  });

  it('signs in to that server, and switches its account', async () => {
    const done: string[] = [];
    const note = (what: string) => (id: string) => Promise.resolve(void done.push(`${what} ${id}`));
    await signInCommand({ registry, accounts, signInTo: note('in') })(staging);
    await switchAccountCommand({ registry, accounts, switchAccount: note('switch') })(staging);
    assert.deepEqual(done, [`in ${staging.serverId}`, `switch ${staging.serverId}`]);
  });

  it('signs out of the account that is used for it', async () => {
    const out: string[] = [];
    const sessions = { list: () => assert.fail('no session is picked') };
    await signOutCommand({ sessions, accounts, signOutOf: async (id) => void out.push(id) })(staging);
    assert.deepEqual(out, [`session of ${staging.serverId}`]);
  });

  it('copies the link of that server', async () => {
    const host = { uiKind: 'desktop', onPersonsMachine: true, takesUris: true, uriScheme: 'vscode' } as const;
    await copyServerLinkCommand(registry, host)(staging);
    assert.match(await vscode.env.clipboard.readText(), /staging\.example\.com/);
  });

  it('removes that server, after asking whether', async () => {
    const [asked, removed]: [string[], number[]] = [[], []];
    Object.assign(vscode.window, {
      showWarningMessage: (question: string, _: unknown, button: string) => {
        asked.push(question);
        return Promise.resolve(button);
      },
    });
    const setting = { read: () => entries, removeAt: async (index: number) => void removed.push(index) };
    await removeServerCommand(setting, { list: () => Promise.resolve([]), remove: never })(staging);
    assert.deepEqual([asked, removed], [['Remove the server "Staging"?'], [1]]);
  });
});
