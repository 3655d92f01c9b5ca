import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type AskingDesk, command, SAMPLING_SCHEME, startAskingDesk } from './world/askingDesk.ts';
import { FORM, PIXEL, prompt } from './world/askedQuestions.ts';
import { lensesOf, shown } from './world/shownDocuments.ts';
import { eventually } from './world/signInDesk.ts';

describe('What a server asks, in the editor', function () {
  this.timeout(60_000);
  let desk: AskingDesk;
  const { showWarningMessage, showInformationMessage } = vscode.window;

  /** The text of the document in front, once one that matches is. */
  const shownDocument = (part: string): Promise<string> =>
    eventually(() => {
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      return text.includes(part) && text;
    });

  beforeEach(async () => {
    desk = await startAskingDesk();
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showWarningMessage, showInformationMessage });
    await desk.close();
  });

  it('is not offered a language model where the editor has none', async () => {
    await desk.behave('gone', false);
    assert.deepEqual(await desk.told(prompt()), {
      error: { code: -32601, message: 'MCP error -32601: Method not found' },
    });
  });

  it('is answered by a language model once the person has seen what is asked and agreed', async () => {
    await desk.behave('echo', true);
    const telling = desk.told(prompt());
    await desk.nextInput(1);
    const text = await shownDocument('Why?');
    assert.match(text, /Be brief\./);
    assert.match(text, /at most 100 tokens/);
    const [open, ...others] = await lensesOf(shown(SAMPLING_SCHEME));
    assert.deepEqual([open?.title, others], ['$(file-media) Open Image', []]);
    const image: unknown = open?.arguments?.[0];
    assert.ok(image instanceof vscode.Uri);
    const bytes = await vscode.workspace.fs.readFile(image);
    assert.equal(Buffer.from(bytes).toString('base64'), PIXEL);
    assert.equal(desk.inputs[0]?.title, 'Asker wants an answer of the language model Echo One');
    await command('acceptSelectedQuickOpenItem');
    const answer = JSON.stringify(await telling);
    assert.match(answer, /user: Be brief\.\\nuser: Why\? ``` \[x\]\(command:y\)\\nuser: image\/png of \d+ bytes/);
    assert.match(answer, /"model":"echo-1"/);
    assert.match(answer, /"stopReason":"endTurn"/);
  });

  it('gets no answer that the person keeps back after having read it', async () => {
    await desk.behave('echo', true);
    const telling = desk.told(prompt());
    await desk.nextInput(1);
    await command('quickOpenSelectNext');
    await command('acceptSelectedQuickOpenItem');
    await desk.nextInput(2);
    await shownDocument('image/png of ');
    await command('quickOpenSelectNext');
    await command('acceptSelectedQuickOpenItem');
    const message = 'MCP error -1: User rejected sampling request';
    assert.deepEqual(await telling, { error: { code: -1, message } });
  });

  it('hears that a prompt was rejected, which no model got', async () => {
    await desk.behave('broken', true);
    const telling = desk.told(prompt());
    await desk.nextInput(1);
    await command('closeQuickOpen');
    const message = 'MCP error -1: User rejected sampling request';
    assert.deepEqual(await telling, { error: { code: -1, message } });
  });

  it('hears that the model failed, or is gone', async () => {
    await desk.behave('broken', true);
    const telling = desk.told(prompt());
    await desk.nextInput(1);
    await command('acceptSelectedQuickOpenItem');
    const failed = 'MCP error -1: The language model did not answer';
    assert.deepEqual(await telling, { error: { code: -1, message: failed } });
    await desk.behave('gone', false);
    const gone = 'MCP error -1: The editor has no language model';
    assert.deepEqual(await desk.told(prompt()), { error: { code: -1, message: gone } });
  });

  it('tells when a language model appears, so that servers are told with the next connection', async () => {
    await desk.behave('gone', false);
    let changes = 0;
    const listening = desk.models().onDidChange(() => (changes += 1));
    await desk.behave('echo', true);
    listening.dispose();
    assert.equal(changes, 1);
  });

  it('has a form filled in: what is needed is asked for before it is sent', async () => {
    const telling = desk.told(FORM);
    await desk.nextInput(1);
    assert.equal(desk.inputs[0]?.title, 'Asker asks');
    await command('acceptSelectedQuickOpenItem');
    await desk.nextInput(2);
    assert.equal(desk.inputs[1]?.title, 'Asker: Reason');
    Object.assign(desk.inputs[1], { value: 'fixed' });
    await desk.settled();
    await command('acceptSelectedQuickOpenItem');
    await desk.nextInput(3);
    await command('acceptSelectedQuickOpenItem');
    assert.deepEqual(await telling, { action: 'accept', content: { reason: 'fixed', several: ['b'] } });
  });

  it('has a form declined by a row of its own, and cancelled by Escape', async () => {
    const declining = desk.told(FORM);
    await desk.nextInput(1);
    await command('quickOpenSelectNext');
    await command('acceptSelectedQuickOpenItem');
    assert.deepEqual(await declining, { action: 'decline' });
    const cancelling = desk.told(FORM);
    await desk.nextInput(2);
    await command('closeQuickOpen');
    assert.deepEqual(await cancelling, { action: 'cancel' });
  });

  it('closes a form when nobody waits for it any more', async () => {
    const telling = assert.rejects(desk.told(FORM));
    await desk.nextInput(1);
    let isHidden = false;
    (desk.inputs[0] as vscode.QuickPick<vscode.QuickPickItem>).onDidHide(() => (isHidden = true));
    await desk.disconnect();
    await telling;
    await eventually(() => isHidden);
  });

  it('has a page opened only by consent, with its host apart and the whole address', async () => {
    const shown: string[] = [];
    const answer = (words: string, { detail = '' }: vscode.MessageOptions): Promise<unknown> => {
      shown.push(words, detail);
      return Promise.resolve('Decline');
    };
    Object.assign(vscode.window, { showWarningMessage: answer });
    const url = 'https://xn--bnk-sna.example/a?b=c%26d#e';
    const params = { mode: 'url', message: 'Sign in\u202e there', url, elicitationId: 'e1' };
    assert.deepEqual(await desk.told({ method: 'elicitation/create', params }), { action: 'decline' });
    const detail = `Host: xn--bnk-sna.example\nThis name has letters that may look like others.\n\nWhole address:\n${url}\n\nThe server says:\nSign in there`;
    assert.deepEqual(shown, ['Asker wants you to open a page', detail]);
  });

  it('tells a server of the folders once the person agreed, and asks no second time', async () => {
    let questions = 0;
    Object.assign(vscode.window, {
      showInformationMessage: () => {
        questions += 1;
        return Promise.resolve(questions === 1 ? undefined : 'Tell It');
      },
    });
    const ask = { method: 'roots/list', params: {} };
    assert.deepEqual(await desk.told(ask), { roots: [] });
    assert.deepEqual([await desk.told(ask), questions], [{ roots: [] }, 1]);
    desk.memory.clear();
    await desk.reload();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const roots = [{ uri: folder.uri.toString(), name: folder.name }];
    assert.deepEqual([await desk.told(ask), await desk.told(ask), questions], [{ roots }, { roots }, 2]);
  });
});
