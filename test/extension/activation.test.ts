import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION_ID } from '../../src/shared/names.ts';
import { watchAccounts } from '../../src/vscode/accountWatch.ts';
import { IncidentLists } from '../../src/vscode/incidents/list/incidentLists.ts';
import { SettingsServerRegistry } from '../../src/vscode/servers/settingsServerRegistry.ts';

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

describe('Activation', () => {
  it('throws nothing', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    await extension.activate();
    assert.ok(extension.isActive);
  });

  it('reads no settings while the parts are built, and reads them once when they are used', async () => {
    let reads = 0;
    const { event: never } = new vscode.EventEmitter<never>();
    const read = () => {
      reads += 1;
      return [];
    };
    const registry = new SettingsServerRegistry({
      setting: { read, onDidChange: never },
      accounts: { onDidChange: never },
      log: silent,
      makeClient: () => assert.fail('there are no servers'),
    });
    const lists = new IncidentLists({ registry, now: () => Date.now(), fault() {} });
    const shown = Promise.withResolvers<void>();
    const watching = watchAccounts(
      registry,
      { current: () => Promise.resolve(undefined) },
      () => shown.resolve(),
      silent,
    );
    assert.equal(reads, 0);
    await shown.promise;
    assert.deepEqual(lists.all(), []);
    assert.equal(reads, 1);
    for (const part of [watching, lists, registry]) part.dispose();
  });

  it('shows the incidents view, with its commands to be found', async () => {
    await vscode.commands.executeCommand('incidentDesk.incidents.focus');
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('incidentDesk.incidents.focus'));
    assert.ok(commands.includes('workbench.view.extension.incidentDesk'));
  });
});
