import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION_ID } from '../../src/shared/names.ts';

/** Far above what was measured (about 40 ms with two processors that are busy), so that only a real change fails it. */
const ACTIVATION_LIMIT_MS = 1_000;

describe('Activation', () => {
  it('is quick and throws nothing', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    const started = performance.now();
    await extension.activate();
    const took = performance.now() - started;
    assert.ok(extension.isActive);
    assert.ok(took < ACTIVATION_LIMIT_MS, `${took.toFixed(0)} ms`);
  });

  it('shows the incidents view, with its commands to be found', async () => {
    await vscode.commands.executeCommand('incidentDesk.incidents.focus');
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('incidentDesk.incidents.focus'));
    assert.ok(commands.includes('workbench.view.extension.incidentDesk'));
  });
});
