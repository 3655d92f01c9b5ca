import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lensesOf, shown } from './world/shownDocuments.ts';
import { SCHEMES, startToolDesk, type ToolDesk } from './world/toolDesk.ts';
import { eventually } from './world/signInDesk.ts';

const ORDER = { customer: { name: 'Ada' }, items: [{ sku: 'fuse', quantity: 2 }], priority: 'urgent' };

async function write(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  edit.replace(document.uri, whole, text);
  await vscode.workspace.applyEdit(edit);
}

describe('Tools', () => {
  let desk: ToolDesk;
  const call = (tool: string) =>
    Promise.resolve(desk.tools.commands['incidentDesk.callTool']({ serverId: desk.serverId, tool }));
  const run = (document?: Pick<vscode.TextDocument, 'uri'>) =>
    Promise.resolve(desk.tools.commands['incidentDesk.runTool'](document?.uri));

  before(async () => {
    desk = await startToolDesk();
  });
  afterEach(async () => {
    Object.assign(desk.answers, { pick: () => undefined, button: undefined });
    for (const document of vscode.workspace.textDocuments) {
      if (document.isDirty && document.uri.scheme === SCHEMES.ofArguments) await document.save();
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(() => desk.close());

  it('of a server that is named are called without a pick', async () => {
    const before = desk.picks.length;
    await assert.rejects(call('refuse'), {
      code: 'tool_failed',
      args: { tool: 'Refuse', message: 'No parts are left' },
    });
    assert.equal(desk.picks.length, before);
    assert.match(shown(SCHEMES.ofResults).getText(), /## The tool failed\n\n```text\nNo parts are left/);
    await assert.rejects(call('nowhere'), { code: 'tool_missing' });
  });

  it('that write are never called before the person says so, though they take nothing', async () => {
    await assert.rejects(call('restart'), { code: 'cancelled' });
    assert.ok(desk.picks.at(-1)?.items.some(({ label }) => label === '$(play) Call Restart'));
  });

  describe('with nested arguments', () => {
    it('open a JSON document with what is required, and run from it', async () => {
      await call('create_order');
      const document = shown(SCHEMES.ofArguments);
      assert.equal(document.languageId, 'json');
      assert.deepEqual(JSON.parse(document.getText()), {
        ...{ customer: { name: '' }, items: [{ sku: '', quantity: 1 }], priority: 'normal' },
      });
      const [runs, resets] = await lensesOf(document);
      assert.equal(runs?.title, '$(play) Run Create Order on Workshop');
      assert.equal(runs.command, 'incidentDesk.runTool');
      assert.deepEqual(runs.arguments, [document.uri]);
      assert.equal(resets?.command, 'incidentDesk.resetToolArguments');
      await write(document, JSON.stringify(ORDER));
      desk.answers.button = 'Call';
      await run(document);
      assert.deepEqual(desk.server.calls.at(-1), { name: 'create_order', args: ORDER });
      assert.equal(document.isDirty, false);
      assert.match(shown(SCHEMES.ofResults).getText(), /create_order/);
      const question = desk.said.at(-1) ?? '';
      assert.match(question, /^Call "Create Order" on Workshop\?/);
      assert.match(question, /"sku": "fuse"/);
    });

    it('are remembered, and come back after a reload of the window', async () => {
      await call('create_order');
      assert.deepEqual(JSON.parse(shown(SCHEMES.ofArguments).getText()), ORDER);
      const { uri } = shown(SCHEMES.ofArguments);
      await desk.reload();
      const document = await vscode.workspace.openTextDocument(uri);
      assert.deepEqual(JSON.parse(document.getText()), ORDER);
      assert.equal((await lensesOf(document))[0]?.command, 'incidentDesk.runTool');
      await vscode.window.showTextDocument(document);
      await desk.tools.commands['incidentDesk.resetToolArguments'](undefined);
      assert.match(document.getText(), /"priority": "normal"/);
    });

    it('stay as they were written when a call is not made', async () => {
      await call('create_order');
      const document = shown(SCHEMES.ofArguments);
      const calls = desk.server.calls.length;
      const text = JSON.stringify({ ...ORDER, items: [] });
      await write(document, text);
      await assert.rejects(run(document), { code: 'cancelled' });
      assert.match(desk.said.at(-1) ?? '', /do not fit what "Create Order" asks for\.\n.*items must NOT have fewer/);
      assert.equal(desk.server.calls.length, calls);
      assert.equal(document.getText(), text);
    });

    it('are told where they are no JSON, and have the cursor put there', async () => {
      await call('create_order');
      const document = shown(SCHEMES.ofArguments);
      await write(document, '{\n  "customer": nobody\n}');
      await assert.rejects(run(), { code: 'arguments_not_json', args: { line: '2', column: '15' } });
      const at = vscode.window.activeTextEditor?.selection.active;
      assert.deepEqual([at?.line, at?.character], [1, 14]);
      await write(document, '[]');
      await assert.rejects(run(), { code: 'arguments_not_object' });
      await write(document, '{}');
    });

    it('have completion, hover and problems from the schema', async () => {
      await call('create_order');
      const schema = vscode.Uri.from({ scheme: SCHEMES.ofArguments, path: '/incident-desk-schemas/1' });
      const document = shown(SCHEMES.ofArguments);
      // What the manifest does for the product's own scheme.
      await write(document, JSON.stringify({ $schema: schema.toString(), customer: {}, priority: 'x' }, undefined, 1));
      const problems = await eventually(() => {
        const found = vscode.languages.getDiagnostics(document.uri).map(({ message }) => message);
        return found.length >= 3 && found;
      });
      assert.ok(
        problems.some((words) => words.includes('Missing property "name"')),
        problems.join('\n'),
      );
      assert.ok(
        problems.some((words) => words.includes('Missing property "items"')),
        problems.join('\n'),
      );
      const at = document.positionAt(document.getText().indexOf('"x"') + 1);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        ...(['vscode.executeCompletionItemProvider', document.uri, at] as const),
      );
      const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.ok(labels.includes('"urgent"'), labels.join(' '));
      const key = document.positionAt(document.getText().indexOf('priority'));
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        key,
      );
      const words = hovers.flatMap(({ contents }) =>
        contents.map((part) => (part instanceof vscode.MarkdownString ? part.value : '')),
      );
      assert.match(words.join('\n'), /How soon it is needed/);
      await write(document, '{}');
    });

    it('are not run from a document out of sight before it is shown and the person says so', async () => {
      await call('create_order');
      const document = shown(SCHEMES.ofArguments);
      await write(document, JSON.stringify(ORDER));
      await call('gather');
      assert.notEqual(vscode.window.activeTextEditor?.document, document);
      const [calls, questions] = [desk.server.calls.length, desk.said.length];
      await assert.rejects(run(document), { code: 'cancelled' });
      assert.equal(vscode.window.activeTextEditor?.document, document);
      assert.equal(desk.said.length, questions + 1);
      await call('gather');
      desk.answers.button = 'Call';
      await run(document);
      assert.equal(desk.said.length, questions + 2, 'one question, though the tool may destroy something');
      assert.equal(desk.server.calls.length, calls + 2);
    });

    it('that only read are not run from a document out of sight either', async () => {
      desk.answers.pick = (labels) => labels.find((label) => label.includes('Edit as JSON'));
      await desk.remembered.remember(desk.serverId, { name: 'greet', inputSchema: {} }, { name: 'Ada' });
      await call('greet');
      const document = shown(SCHEMES.ofArguments);
      await call('gather');
      await assert.rejects(run(document), { code: 'cancelled' });
      assert.match(desk.said.at(-1) ?? '', /^Call "Greet People" on Workshop\?\n[^]*"name": "Ada"/);
      const questions = desk.said.length;
      await run(document);
      assert.deepEqual([desk.server.calls.at(-1)?.name, desk.said.length], ['greet', questions]);
    });
  });

  describe('with plain arguments', () => {
    it('show those of the last call, without secrets, and call or reset or edit them', async () => {
      const tool = { name: 'greet', inputSchema: {} };
      await desk.remembered.remember(desk.serverId, tool, { name: 'Ada', times: 3, style: 'cold', password: 'p' });
      desk.answers.pick = (labels) => labels.find((label) => label.includes('Call Greet People'));
      await call('greet');
      const rows = desk.picks.at(-1)?.items.map(({ label, description = '' }) => `${label}: ${description}`);
      assert.deepEqual(rows, [
        ...['$(play) Call Greet People: ', 'Required: ', 'Name: Ada', 'Optional: ', 'Times: 3', 'Style: default: warm'],
        ...['Languages: not set', 'Tags: not set', 'Password: not set', ': '],
        ...['$(discard) Reset to defaults: ', '$(json) Edit as JSON: '],
      ]);
      assert.deepEqual(desk.server.calls.at(-1), { name: 'greet', args: { name: 'Ada', times: 3 } });
      desk.answers.pick = (labels) => labels.find((label) => label.includes('Edit as JSON'));
      await call('greet');
      assert.deepEqual(JSON.parse(shown(SCHEMES.ofArguments).getText()), { name: 'Ada', times: 3, style: 'warm' });
    });

    it('show no link and no icon of a server that is hostile', async () => {
      desk.answers.pick = (labels) => labels[0];
      desk.answers.button = 'Call';
      await call('hostile');
      const [callRow, ...rows] = desk.picks.at(-1)?.items ?? [];
      const texts = [
        callRow?.label.slice(1),
        ...rows.map((row) => `${row.label} ${row.description ?? ''} ${row.detail ?? ''}`),
      ]
        .join('\n')
        .replaceAll(/\$\((?:json|discard)\)/g, '');
      assert.doesNotMatch(texts, /\]\(|\$\(|\u202e/);
      assert.ok(texts.length < 3000, String(texts.length));
      assert.doesNotMatch(desk.said.at(-1) ?? '', /\]\(|\$\(|\u202e/);
    });

    it('are a document where there are too many, which is said', async () => {
      await call('wide');
      assert.equal(shown(SCHEMES.ofArguments).getText(), '{}\n');
      assert.match(desk.said.at(-1) ?? '', /"Wide" takes more arguments than a form can ask for/);
    });
  });

  it('are told where it is not known what a document’s arguments are for', async () => {
    const uri = vscode.Uri.from({ scheme: SCHEMES.ofArguments, path: '/incident-desk-arguments/9/Unknown.json' });
    await assert.rejects(run({ uri }), { code: 'arguments_unclaimed' });
  });
});
