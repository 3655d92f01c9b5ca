import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { IncidentDrafts } from '../../src/core/incidents/create/incidentDrafts.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../src/core/mcp/serverClient.ts';
import { EXTENSION_ID } from '../../src/shared/names.ts';
import { createCommands } from '../../src/vscode/incidents/create/createCommands.ts';
import { CreateForms } from '../../src/vscode/incidents/create/createForms.ts';
import { entryFor, realEffects } from '../integration/support/connectTo.ts';
import { steeredTokens } from '../integration/support/tokenSource.ts';
import { startSeedServer } from '../peers/seedServer.ts';
import type { SeedServer } from '../peers/seedServer.ts';
import { eventually } from './world/signInDesk.ts';

const CODE = ['import fs from "node:fs";', '', 'export function pay() {', '  throw new Error("no");', '}', ''];

/** Ends a quick pick of VS Code with the item that has this label. */
function pickByLabel(label: string | undefined): () => void {
  const { showQuickPick } = vscode.window;
  const pick = (items: readonly vscode.QuickPickItem[]) => Promise.resolve(items.find((item) => item.label === label));
  Object.assign(vscode.window, { showQuickPick: pick });
  return () => void Object.assign(vscode.window, { showQuickPick });
}

describe('An incident from what is in the editor', () => {
  let server: SeedServer;
  let client: ServerClient;
  let drafts: IncidentDrafts;
  let forms: CreateForms;
  let commands: ReturnType<typeof createCommands>;
  let errors: unknown[];
  let folder: string;
  let uri: vscode.Uri;

  beforeEach(async () => {
    server = await startSeedServer({ tokens: new Set(['good']) });
    const tokens = steeredTokens('good');
    const effects = realEffects();
    client = createServerClient({ entry: entryFor(server.url), tokens, effects, clientVersion: '1' });
    const memory = new Map<string, unknown>();
    drafts = new IncidentDrafts(
      { get: (key) => memory.get(key), update: (key, value) => Promise.resolve(void memory.set(key, value)) },
      Date.now,
    );
    errors = [];
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    const { event: onDidChange } = new vscode.EventEmitter<never>();
    forms = new CreateForms({
      ...{ drafts, log: effects.log, now: Date.now, extensionUri: extension.extensionUri },
      registry: { list: () => [client], get: (id) => (id === client.id ? client : undefined), onDidChange },
      withStepUp: (_, call) => call(),
      account: () => Promise.resolve('erin'),
      services: () => [],
      created() {},
      showList() {},
      showError: (error) => errors.push(error),
    });
    commands = createCommands(forms);
    folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('a folder is open');
    await mkdir(path.join(folder, 'src'), { recursive: true });
    uri = vscode.Uri.file(path.join(folder, 'src', 'pay.ts'));
    await writeFile(uri.fsPath, CODE.join('\n'));
  });

  afterEach(async () => {
    forms.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await client.reset();
    await server.close();
    await rm(path.join(folder, 'src'), { recursive: true, force: true });
    assert.deepEqual(errors, []);
  });

  const draft = () => drafts.get(client.id)?.draft ?? assert.fail('there is a draft');

  async function selectLines(first: number, last: number): Promise<vscode.TextEditor> {
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    editor.selection = new vscode.Selection(first, 0, last, 0);
    return editor;
  }

  it('has the selection with its file and lines, and no folder of this machine', async () => {
    await selectLines(2, 5);
    await commands['incidentDesk.createIncidentFromSelection']();
    const { description } = draft();
    assert.match(description, /^- File: `src\/pay\.ts:3-5`$/m);
    assert.match(description, /```typescript\nexport function pay\(\) \{\n {2}throw new Error\("no"\);\n\}\n```/);
    assert.ok(!description.includes(folder));
    await eventually(() => vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'New Incident');
  });

  it('has the line of the cursor where nothing is selected', async () => {
    await selectLines(3, 3);
    await commands['incidentDesk.createIncidentFromSelection']();
    assert.match(draft().description, /`src\/pay\.ts:4`[^]*\n {2}throw new Error/);
  });

  it('says that no editor is open', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await assert.rejects(async () => commands['incidentDesk.createIncidentFromSelection'](), { code: 'no_editor' });
  });

  it('has a problem with its message, source and code, without the link, and the code around', async () => {
    const problem = {
      message: 'Never throw strings\nsee more',
      severity: 1,
      range: { start: { line: 3, character: 2 }, end: { line: 3, character: 8 } },
      source: 'eslint',
      code: { value: 'no-throw', target: vscode.Uri.parse('https://example.com/rule') },
    };
    await commands['incidentDesk.createIncidentFromProblem'](uri, problem);
    assert.equal(draft().title, 'Never throw strings see more');
    const { description } = draft();
    assert.match(description, /^- Warning: Never throw strings see more$/m);
    assert.match(description, /^- Reported by: `eslint no-throw`$/m);
    assert.match(description, /^- File: `src\/pay\.ts:4`$/m);
    assert.match(description, /Code from line 1:/);
    assert.doesNotMatch(description, /example\.com/);
  });

  it('takes the worst problem at the cursor, and says that there is none', async () => {
    const editor = await selectLines(3, 3);
    const collection = vscode.languages.createDiagnosticCollection('incident-desk-test');
    const range = new vscode.Range(3, 0, 3, 4);
    const { Warning, Error: Worst } = vscode.DiagnosticSeverity;
    collection.set(uri, [new vscode.Diagnostic(range, 'mild', Warning), new vscode.Diagnostic(range, 'bad', Worst)]);
    await commands['incidentDesk.createIncidentFromProblem']();
    assert.equal(draft().title, 'bad');
    collection.dispose();
    await vscode.window.showTextDocument(editor.document);
    await assert.rejects(async () => commands['incidentDesk.createIncidentFromProblem'](), { code: 'no_problem' });
  });

  it('has the failure of a test with its names, message, outputs and stack', async () => {
    const controller = vscode.tests.createTestController('incidentDeskTest', 'Tests');
    const suite = controller.createTestItem('suite', 'paying');
    const test = controller.createTestItem('case', 'takes cards', uri);
    controller.items.add(suite);
    suite.children.add(test);
    const message = vscode.TestMessage.diff('wrong sum', '4', '5');
    message.location = new vscode.Location(uri, new vscode.Range(3, 0, 3, 4));
    message.stackTrace = [new vscode.TestMessageStackFrame('pay', uri, new vscode.Position(3, 2))];
    await commands['incidentDesk.createIncidentFromTestFailure']({ test, message });
    assert.equal(draft().title, 'Test fails: paying › takes cards');
    const { description } = draft();
    assert.match(description, /^- Test: `paying › takes cards`\n- File: `src\/pay\.ts:4`/m);
    assert.match(description, /Message:\n\n```\nwrong sum\n```\n\nExpected:\n\n```\n4\n```\n\nActual:\n\n```\n5\n```/);
    assert.match(description, /Stack:\n\n```\nat pay \(src\/pay\.ts:4:3\)\n```/);
    controller.dispose();
  });

  it('has a test alone where no message comes with it, and says where it is run from', async () => {
    const controller = vscode.tests.createTestController('incidentDeskTest', 'Tests');
    const test = controller.createTestItem('case', 'takes cards', uri);
    await commands['incidentDesk.createIncidentFromTestFailure'](test);
    assert.match(draft().description, /^- Test: `takes cards`\n- File: `src\/pay\.ts`$/m);
    controller.dispose();
    for (const argument of [undefined, {}, { test: 1 }]) {
      await assert.rejects(async () => commands['incidentDesk.createIncidentFromTestFailure'](argument), {
        code: 'no_test_failure',
      });
    }
  });

  it("has the terminal's selection, secrets masked; the clipboard is as it was", async () => {
    const written = new vscode.EventEmitter<string>();
    const opened = Promise.withResolvers<void>();
    const pty = { onDidWrite: written.event, open: () => opened.resolve(), close() {} };
    const terminal = vscode.window.createTerminal({ name: 'deploy', pty });
    terminal.show();
    await opened.promise;
    written.fire('deploy --token s3cr3ts3cr3t\r\nfailed with 502\r\n');
    await vscode.env.clipboard.writeText('mine');
    await eventually(() => vscode.window.activeTerminal === terminal);
    const hasText = async (): Promise<boolean> => {
      await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
      await commands['incidentDesk.createIncidentFromTerminal']();
      return draft().description.includes('502');
    };
    const stop = pickByLabel('Replace the Draft');
    // The terminal draws what was written a little later.
    for (let shown = false; !shown;) shown = await hasText().catch(() => false);
    stop();
    assert.match(draft().description, /deploy --token \[masked \d+\]\nfailed with 502/);
    assert.equal(await vscode.env.clipboard.readText(), 'mine');
    await vscode.commands.executeCommand('workbench.action.terminal.clearSelection');
    await assert.rejects(async () => commands['incidentDesk.createIncidentFromTerminal'](), {
      code: 'no_terminal_selection',
    });
    assert.equal(await vscode.env.clipboard.readText(), 'mine');
    terminal.dispose();
  });

  it('never writes over a draft unasked', async () => {
    await drafts.write(client.id, { title: 'Mine', severity: 'low', service: '', description: 'text', tags: '' });
    await selectLines(2, 5);
    let stop = pickByLabel(undefined);
    await assert.rejects(async () => commands['incidentDesk.createIncidentFromSelection'](), { code: 'cancelled' });
    assert.equal(draft().description, 'text');
    stop();
    stop = pickByLabel('Add to the Draft');
    await commands['incidentDesk.createIncidentFromSelection']();
    assert.match(draft().description, /^text\n\n- File:/);
    assert.equal(draft().title, 'Mine');
    stop();
  });

  it('is offered among the quick fixes of a problem once a server is set up, and no fix of all takes it', async () => {
    await selectLines(3, 3);
    const collection = vscode.languages.createDiagnosticCollection('incident-desk-test');
    const range = new vscode.Range(3, 0, 3, 4);
    collection.set(uri, [new vscode.Diagnostic(range, 'bad')]);
    const titles = async (kind?: string): Promise<string[]> => {
      const found = await vscode.commands.executeCommand<(vscode.CodeAction | vscode.Command)[]>(
        'vscode.executeCodeActionProvider',
        uri,
        range,
        kind,
      );
      return found.map(({ title }) => title).filter((title) => title.startsWith('Create incident'));
    };
    const setting = vscode.workspace.getConfiguration();
    const before: unknown = setting.inspect('incidentDesk.servers')?.globalValue;
    const entry = { name: 'Here', url: server.url };
    await setting.update('incidentDesk.servers', undefined, vscode.ConfigurationTarget.Global);
    assert.deepEqual(await titles(), []);
    await setting.update('incidentDesk.servers', [entry], vscode.ConfigurationTarget.Global);
    assert.deepEqual(await titles(), ['Create incident from this problem…']);
    assert.deepEqual(await titles('quickfix'), ['Create incident from this problem…']);
    assert.deepEqual(await titles('source.fixAll'), []);
    assert.deepEqual(await titles('refactor'), []);
    await setting.update('incidentDesk.servers', before, vscode.ConfigurationTarget.Global);
    collection.dispose();
  });
});
