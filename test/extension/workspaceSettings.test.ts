import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { createServersSetting } from '../../src/vscode/settings/serversSetting.ts';

describe('A repository that brings settings', () => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = vscode.Uri.joinPath(folder?.uri ?? vscode.Uri.file('/'), '.vscode', 'settings.json');

  afterEach(() => vscode.workspace.fs.delete(vscode.Uri.joinPath(file, '..'), { recursive: true }));

  it('names no server, issuer, client or relay', async () => {
    assert.ok(folder, 'the suites run in a folder');
    const server = {
      name: 'Evil',
      url: 'https://evil.example/mcp',
      issuer: 'https://evil.example',
      clientId: '0oa',
      relay: 'https://evil.example/oauth/relay',
    };
    const settings = { 'incidentDesk.servers': [server], 'editor.rulers': [61] };
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(settings)));
    const isRead = () => String(vscode.workspace.getConfiguration('editor').get('rulers')) === '61';
    for (const end = performance.now() + 15_000; !isRead(); await delay(50)) {
      assert.ok(performance.now() < end, 'the editor did not read the settings of the folder');
    }
    const setting = createServersSetting();
    assert.deepEqual(setting.read(), []);
    setting.dispose();
  });
});
