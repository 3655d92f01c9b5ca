import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isAppError } from '../../src/core/errors.ts';
import type { Prompts } from '../../src/vscode/prompts/createPrompts.ts';
import { lensesOf, shown } from './world/shownDocuments.ts';
import { SCHEMES, startToolDesk, type ToolDesk } from './world/toolDesk.ts';

const TEXT = [
  'Five pieces of evidence.',
  'repo://checkout/retry.py\ndef retry():\n    pass',
  'incidents://INC-1',
  'I see a red square.',
].join('\n\n');

describe('What becomes of prompts', () => {
  let desk: ToolDesk;
  const render = (prompt: string): Promise<unknown> => act('renderPrompt', { serverId: desk.serverId, prompt });
  const act = (name: 'renderPrompt' | 'copyPrompt' | 'insertPrompt' | 'sendPromptToChat', argument?: unknown) => {
    const id: keyof Prompts['commands'] = `incidentDesk.${name}`;
    return Promise.resolve(desk.prompts.commands[id](argument));
  };
  const toldOfLeft = () => desk.said.filter((words) => words.includes('left out: 3.')).length;
  const { executeCommand } = vscode.commands;

  before(async () => {
    desk = await startToolDesk();
  });
  afterEach(async () => {
    Object.assign(vscode.commands, { executeCommand });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(() => desk.close());

  it('is a document with roles, and what opens each image, sound, file and link', async () => {
    await render('brief');
    const document = shown(SCHEMES.ofPrompts);
    assert.equal(document.languageId, 'markdown');
    assert.match(document.uri.path, /\/Brief the Team\.md$/);
    assert.match(document.getText(), /## User\n\n\*\*Image\*\* `image\/png` `\d+ bytes`\n\n## User/);
    assert.match(document.getText(), /## Assistant\n\n```text\nI see a red square\.\n```\n$/);
    assert.doesNotMatch(document.getText(), /base64/);
    const lenses = await lensesOf(document);
    const titles = lenses.map(({ title }) => title.replace(/^\$\([\w-]+\) /, ''));
    assert.deepEqual(titles, [
      ...['Open Image', 'Save…', 'Play', 'Save…', 'Open as a Document', 'Save…', 'Save…', 'Open Resource'],
    ]);
    assert.deepEqual(lenses[1]?.command, 'incidentDesk.savePrompt');
    assert.deepEqual(lenses.at(-1)?.command, 'incidentDesk.openResource');
    assert.deepEqual(lenses.at(-1)?.arguments, [{ serverId: desk.serverId, uri: 'incidents://INC-1' }]);
    const opened = async (index: number): Promise<unknown> => {
      const { command, arguments: given } = lenses[index] ?? assert.fail();
      const args: readonly unknown[] = given ?? [];
      await vscode.commands.executeCommand(command, ...args);
      return vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    };
    const sound = await opened(2);
    assert.ok(sound instanceof vscode.TabInputCustom, 'a sound');
    await opened(4);
    assert.equal(shown(SCHEMES.ofPrompts).languageId, 'python');
    const image = await opened(0);
    assert.ok(image instanceof vscode.TabInputCustom, 'an image');
    assert.match(image.viewType, /image/i);
    await vscode.env.clipboard.writeText('');
    await act('copyPrompt');
    assert.equal(await vscode.env.clipboard.readText(), TEXT, 'by the picture that is shown');
  });

  it('is copied as text, with a word on what is no text', async () => {
    await render('brief');
    const before = toldOfLeft();
    await act('copyPrompt', shown(SCHEMES.ofPrompts).uri);
    assert.equal(await vscode.env.clipboard.readText(), TEXT);
    assert.equal(toldOfLeft(), before + 1);
  });

  it('is inserted where the cursor was', async () => {
    const notes = await vscode.workspace.openTextDocument({ language: 'markdown', content: 'before\n\nafter' });
    const editor = await vscode.window.showTextDocument(notes);
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await render('brief');
    const before = toldOfLeft();
    await act('insertPrompt', shown(SCHEMES.ofPrompts).uri);
    assert.equal(notes.getText().replaceAll('\r\n', '\n'), `before\n${TEXT}\nafter`);
    assert.equal(toldOfLeft(), before + 1);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('is put into the input of the chat, to be read before it is sent', async () => {
    await render('brief');
    const { uri } = shown(SCHEMES.ofPrompts);
    const sent: unknown[] = [];
    Object.assign(vscode.commands, { executeCommand: async (...call: unknown[]) => void sent.push(call) });
    const before = toldOfLeft();
    await act('sendPromptToChat', uri);
    assert.deepEqual(sent, [['workbench.action.chat.open', { query: TEXT, isPartialQuery: true }]]);
    assert.equal(toldOfLeft(), before + 1);
  });

  it('has nothing to take where it is pictures alone, which is said', async () => {
    await render('sketch');
    await vscode.env.clipboard.writeText('kept');
    await assert.rejects(act('copyPrompt'), (error) => isAppError(error, 'cancelled'));
    assert.equal(await vscode.env.clipboard.readText(), 'kept');
    assert.match(desk.said.at(-1) ?? '', /holds no text/);
  });

  it('stays usable at length, and can be saved and copied as a whole', async () => {
    await render('chronicle');
    const document = shown(SCHEMES.ofPrompts);
    assert.match(document.getText(), /> Only the first 400,000 of 600,000 characters are shown\. "Save Whole Prompt…"/);
    const [whole] = await lensesOf(document);
    assert.deepEqual([whole?.title, whole?.command], ['$(save) Save Whole Prompt…', 'incidentDesk.savePrompt']);
    await act('copyPrompt');
    assert.equal((await vscode.env.clipboard.readText()).length, 'flood '.length * 100_000 - 1);
  });

  it('is not kept over a reload of the window, which the document and its actions say', async () => {
    await render('brief');
    const { uri } = shown(SCHEMES.ofPrompts);
    await desk.reload();
    assert.match(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)), /not kept any more/);
    await assert.rejects(act('copyPrompt', uri), (error) => isAppError(error, 'cancelled'));
    assert.match(desk.said.at(-1) ?? '', /not kept any more/);
  });
});
