import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { RememberedArguments } from '../../src/core/mcp/toolArguments/rememberedArguments.ts';
import type { Memory } from '../../src/core/oauth/discovery/resourceRefusals.ts';
import type { AccountChange } from '../../src/vscode/auth/accounts/signedInAccounts.ts';
import { ArgumentDocuments } from '../../src/vscode/tools/arguments/argumentDocuments.ts';
import { DraftStore } from '../../src/vscode/tools/arguments/draftStore.ts';
import { forgetArguments } from '../../src/vscode/tools/arguments/forgetArguments.ts';
import { registerLazyFiles } from '../../src/vscode/start/lazyFiles.ts';
import { eventually } from './world/signInDesk.ts';

const SCHEME = 'incident-desk-test-forgotten';
const LOG = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const KINDS = { description: '', readOnly: false, destructive: false, icons: [] };

function toolOf(name: string) {
  return { ...KINDS, name, title: name, inputSchema: {} };
}

function memoryOf(): Memory {
  const values = new Map<string, unknown>();
  return { get: (key) => values.get(key), update: async (key, value) => void values.set(key, value) };
}

describe('The arguments of tools', () => {
  let accounts: vscode.EventEmitter<readonly AccountChange[]>;
  let servers: vscode.EventEmitter<void>;
  let remembered: RememberedArguments;
  let drafts: DraftStore;
  let documents: ArgumentDocuments;
  let parts: vscode.Disposable[];

  const of = (serverId: string, name: string) => ({ serverId, server: 'Prod', tool: toolOf(name) });
  const slots = () =>
    Array.from({ length: 12 }, (_, at) => drafts.at(at + 1)?.tool).filter((tool) => tool !== undefined);

  beforeEach(() => {
    accounts = new vscode.EventEmitter();
    servers = new vscode.EventEmitter();
    remembered = new RememberedArguments(memoryOf());
    drafts = new DraftStore(memoryOf(), () => 1);
    documents = new ArgumentDocuments(drafts, SCHEME);
    const registry = { onDidChange: servers.event, problem: undefined, get: () => undefined };
    parts = [
      ...[accounts, servers, documents, registerLazyFiles(SCHEME, async () => documents, false)],
      forgetArguments(
        { remembered, drafts, scheme: SCHEME },
        { registry, accounts: { onDidChange: accounts.event }, log: LOG },
      ),
    ];
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const part of parts) part.dispose();
  });

  it('are forgotten by a sign-out, another account, and the removal of their server', async () => {
    const tool = toolOf('t');
    for (const serverId of ['a', 'b']) await remembered.remember(serverId, tool, { x: 1 });
    accounts.fire([{ serverId: 'b', sameAccount: true }]);
    accounts.fire([{ serverId: 'a', sameAccount: false }]);
    await eventually(() => remembered.get('a', tool) === undefined);
    assert.deepEqual(remembered.get('b', tool), { x: 1 });
    servers.fire();
    await eventually(() => remembered.get('b', tool) === undefined);
  });

  it('that were written as JSON are forgotten with the account too, but for what is open in an editor', async () => {
    await documents.open(of('a', 'closed'), { x: 1 }, false);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await documents.open(of('a', 'open'), { x: 1 }, false);
    await drafts.put(of('b', 'other'), '{}', () => false);
    accounts.fire([{ serverId: 'a', sameAccount: true }]);
    assert.deepEqual(slots(), ['closed', 'open', 'other']);
    accounts.fire([{ serverId: 'a', sameAccount: false }]);
    await eventually(() => slots().length < 3);
    assert.deepEqual(slots(), ['open', 'other']);
    servers.fire();
    await eventually(() => slots().length === 0);
  });
});
