import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION_ID } from '../../src/shared/names.ts';

describe('Activation', () => {
  it('throws nothing', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    await extension.activate();
    assert.ok(extension.isActive);
  });

  it('shows the incidents view, with its commands to be found', async () => {
    await vscode.commands.executeCommand('incidentDesk.incidents.focus');
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('incidentDesk.incidents.focus'));
    assert.ok(commands.includes('workbench.view.extension.incidentDesk'));
  });
});
