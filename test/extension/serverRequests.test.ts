import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { McpConnection } from '../../src/core/mcp/connection.ts';
import { connectToServer } from '../../src/core/mcp/connect.ts';
import type { ServerEntry } from '../../src/core/serverEntry.ts';
import { createRequestDesk } from '../../src/vscode/requests/requestDesk.ts';
import type { RequestDesk } from '../../src/vscode/requests/requestDesk.ts';
import { createServerRequests } from '../../src/vscode/requests/createServerRequests.ts';
import { registerLazyFiles } from '../../src/vscode/start/lazyFiles.ts';
import type { AskingServer, WireQuestion } from '../peers/askingServer.ts';
import { FORM, PIXEL, prompt } from './world/askedQuestions.ts';
import { lensesOf, shown } from './world/shownDocuments.ts';
import { eventually } from './world/signInDesk.ts';

describe('What a server asks, in the editor', function () {
  this.timeout(60_000);
  let server: AskingServer;
  let connection: McpConnection | undefined;
  let desk: RequestDesk;
  let log: vscode.LogOutputChannel;
  const written: string[] = [];
  const memory = new Map<string, unknown>();
  let files: vscode.Disposable;
  const options = {
    memory: {
      get: (key: string) => memory.get(key),
      update: async (key: string, value: unknown): Promise<void> => void memory.set(key, value),
    },
    // The extension that runs has registered the product's.
    scheme: 'incident-desk-test-sampling',
    now: () => Date.now(),
    accounts: { onDidChange: new vscode.EventEmitter<never>().event },
  };

  const behave = async (behaviour: string, isThere: boolean): Promise<void> => {
    await vscode.commands.executeCommand('incidentDeskTest.behave', behaviour);
    for (let looks = 0; desk.models.isThere !== isThere && looks < 200; looks += 1) {
      await desk.models.look();
      await delay(20);
    }
    assert.equal(desk.models.isThere, isThere);
  };
  const connect = async (): Promise<McpConnection> => {
    const entry: ServerEntry = { name: 'Asker', url: server.url, resource: 'auto', signIn: 'auto' };
    const note = (line: string): void => void written.push(line);
    connection = await connectToServer({
      entry,
      tokens: { token: async () => 'any', replace: async () => undefined },
      effects: {
        fetch: (...request) => fetch(...request),
        now: () => Date.now(),
        log: { trace: note, debug: note, info: note, warn: note, error: note },
      },
      clientVersion: '0.0.0',
      requests: createServerRequests(entry, desk),
    });
    return connection;
  };
  /** What the server was told. */
  const told = async (question: WireQuestion): Promise<unknown> => {
    server.tools.set('ask', [{ ask: question }]);
    const { content } = await (connection ?? (await connect())).callTool('ask', {});
    return content[0]?.type === 'text' ? JSON.parse(content[0].text) : content;
  };
  /** The text of the document in front, once one that matches is. */
  const shownDocument = (part: string): Promise<string> =>
    eventually(() => {
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      return text.includes(part) && text;
    });
  const command = (id: string): Thenable<unknown> => vscode.commands.executeCommand(`workbench.action.${id}`);
  /** What an input is told leaves in the next turn, and the window takes in order what it is told. */
  const settled = async (): Promise<void> => {
    await delay(1);
    await command('focusQuickOpen');
  };
  /** Waits for the nth quick input, and until the window shows it. */
  const inputs: vscode.QuickInput[] = [];
  const nextInput = async (count: number): Promise<void> => {
    await eventually(() => inputs.length >= count);
    await settled();
  };
  const { createQuickPick, createInputBox, showWarningMessage, showInformationMessage } = vscode.window;

  before(() => {
    log = vscode.window.createOutputChannel('Test of requests', { log: true });
    const noted =
      <Input extends vscode.QuickInput>(create: () => Input) =>
      (): Input => {
        const input = create();
        inputs.push(input);
        return input;
      };
    Object.assign(vscode.window, { createQuickPick: noted(createQuickPick), createInputBox: noted(createInputBox) });
  });
  after(() => {
    Object.assign(vscode.window, { createQuickPick, createInputBox });
    log.dispose();
  });
  beforeEach(async () => {
    inputs.length = 0;
    written.length = 0;
    memory.clear();
    server = await (await import('./world/world.ts')).startAskingServer();
    desk = createRequestDesk({ ...options, log });
    files = registerLazyFiles(options.scheme, async () => desk.documents, true);
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showWarningMessage, showInformationMessage });
    await connection?.close();
    connection = undefined;
    await server.close();
    await vscode.commands.executeCommand('incidentDeskTest.behave', 'gone');
    files.dispose();
    desk.dispose();
    await command('closeAllEditors');
  });

  it('is not offered a language model where the editor has none', async () => {
    await behave('gone', false);
    assert.deepEqual(await told(prompt()), { error: { code: -32601, message: 'MCP error -32601: Method not found' } });
  });

  it('is answered by a language model once the person has seen what is asked and agreed', async () => {
    await behave('echo', true);
    const telling = told(prompt());
    await nextInput(1);
    const text = await shownDocument('Why?');
    assert.match(text, /Be brief\./);
    assert.match(text, /at most 100 tokens/);
    const [open, ...others] = await lensesOf(shown(options.scheme));
    assert.deepEqual([open?.title, others], ['$(file-media) Open Image', []]);
    const image: unknown = open?.arguments?.[0];
    assert.ok(image instanceof vscode.Uri);
    const bytes = await vscode.workspace.fs.readFile(image);
    assert.equal(Buffer.from(bytes).toString('base64'), PIXEL);
    assert.equal(inputs[0]?.title, 'Asker wants an answer of the language model Echo One');
    await command('acceptSelectedQuickOpenItem');
    const answer = JSON.stringify(await telling);
    assert.match(answer, /user: Be brief\.\\nuser: Why\? ``` \[x\]\(command:y\)\\nuser: image\/png of \d+ bytes/);
    assert.match(answer, /"model":"echo-1"/);
    assert.match(answer, /"stopReason":"endTurn"/);
  });

  it('gets no answer that the person keeps back after having read it', async () => {
    await behave('echo', true);
    const telling = told(prompt());
    await nextInput(1);
    await command('quickOpenSelectNext');
    await command('acceptSelectedQuickOpenItem');
    await nextInput(2);
    await shownDocument('image/png of ');
    await command('quickOpenSelectNext');
    await command('acceptSelectedQuickOpenItem');
    const message = 'MCP error -1: User rejected sampling request';
    assert.deepEqual(await telling, { error: { code: -1, message } });
  });

  it('hears that a prompt was rejected, which no model got', async () => {
    await behave('broken', true);
    const telling = told(prompt());
    await nextInput(1);
    await command('closeQuickOpen');
    const message = 'MCP error -1: User rejected sampling request';
    assert.deepEqual(await telling, { error: { code: -1, message } });
  });

  it('hears that the model failed, or is gone', async () => {
    await behave('broken', true);
    const telling = told(prompt());
    await nextInput(1);
    await command('acceptSelectedQuickOpenItem');
    const failed = 'MCP error -1: The language model did not answer';
    assert.deepEqual(await telling, { error: { code: -1, message: failed } });
    await behave('gone', false);
    const gone = 'MCP error -1: The editor has no language model';
    assert.deepEqual(await told(prompt()), { error: { code: -1, message: gone } });
  });

  it('tells when a language model appears, so that servers are told with the next connection', async () => {
    await behave('gone', false);
    let changes = 0;
    const listening = desk.models.onDidChange(() => (changes += 1));
    await behave('echo', true);
    listening.dispose();
    assert.equal(changes, 1);
  });

  it('has a form filled in: what is needed is asked for before it is sent', async () => {
    const telling = told(FORM);
    await nextInput(1);
    assert.equal(inputs[0]?.title, 'Asker asks');
    await command('acceptSelectedQuickOpenItem');
    await nextInput(2);
    assert.equal(inputs[1]?.title, 'Asker: Reason');
    Object.assign(inputs[1], { value: 'fixed' });
    await settled();
    await command('acceptSelectedQuickOpenItem');
    await nextInput(3);
    await command('acceptSelectedQuickOpenItem');
    assert.deepEqual(await telling, { action: 'accept', content: { reason: 'fixed', several: ['b'] } });
  });

  it('has a form declined by a row of its own, and cancelled by Escape', async () => {
    const declining = told(FORM);
    await nextInput(1);
    await command('quickOpenSelectNext');
    await command('acceptSelectedQuickOpenItem');
    assert.deepEqual(await declining, { action: 'decline' });
    const cancelling = told(FORM);
    await nextInput(2);
    await command('closeQuickOpen');
    assert.deepEqual(await cancelling, { action: 'cancel' });
  });

  it('closes a form when nobody waits for it any more', async () => {
    const telling = assert.rejects(told(FORM));
    await nextInput(1);
    let isHidden = false;
    (inputs[0] as vscode.QuickPick<vscode.QuickPickItem>).onDidHide(() => (isHidden = true));
    await connection?.close();
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
    assert.deepEqual(await told({ method: 'elicitation/create', params }), { action: 'decline' });
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
    assert.deepEqual(await told(ask), { roots: [] });
    assert.deepEqual([await told(ask), questions], [{ roots: [] }, 1]);
    memory.clear();
    await connection?.close();
    connection = undefined;
    desk.dispose();
    desk = createRequestDesk({ ...options, log });
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const roots = [{ uri: folder.uri.toString(), name: folder.name }];
    assert.deepEqual([await told(ask), await told(ask), questions], [{ roots }, { roots }, 2]);
  });
});
