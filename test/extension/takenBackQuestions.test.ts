import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type AskingDesk, command, startAskingDesk } from './world/askingDesk.ts';
import { FORM, prompt } from './world/askedQuestions.ts';
import { eventually } from './world/signInDesk.ts';

/** Said where an answer is of no use any more. */
const LATE = 'Asker no longer waits for an answer.';
const FOLDERS = { method: 'roots/list', params: {} };

describe('A question that its server takes back', function () {
  this.timeout(60_000);
  let desk: AskingDesk;
  let hidden: vscode.QuickInput[];
  /** What the status bar said. */
  let bar: unknown[];
  const { showWarningMessage, showInformationMessage, setStatusBarMessage } = vscode.window;
  const { openExternal } = vscode.env;

  beforeEach(async () => {
    [hidden, bar] = [[], []];
    Object.assign(vscode.window, { setStatusBarMessage: (words: string) => bar.push(words) });
    desk = await startAskingDesk();
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showWarningMessage, showInformationMessage, setStatusBarMessage });
    Object.assign(vscode.env, { openExternal });
    await desk.close();
  });

  const noted = (): readonly unknown[] => bar.filter((words) => words === LATE);
  const noticed = async (count: number): Promise<void> => {
    await eventually(() => noted().length === count);
  };
  /** Waits for the nth quick input, and listens for its end. */
  const followInput = async (count: number): Promise<void> => {
    await desk.nextInput(count);
    const input = desk.inputs[count - 1] as vscode.QuickPick<vscode.QuickPickItem> | undefined;
    input?.onDidHide(() => hidden.push(input));
  };
  /** A dialog that stays until it is answered. */
  const dialog = (kind: 'showWarningMessage' | 'showInformationMessage') => {
    const shown: ((answer: string | undefined) => void)[] = [];
    Object.assign(vscode.window, { [kind]: () => new Promise((resolve) => shown.push(resolve)) });
    return {
      isShown: async (count: number): Promise<void> => {
        await eventually(() => shown.length >= count);
      },
      answer: (answer: string | undefined) => shown.at(-1)?.(answer),
    };
  };

  it('closes its form', async () => {
    await desk.takenBack(FORM, () => followInput(1));
    await eventually(() => hidden.includes(desk.inputs[0] ?? assert.fail()));
    await noticed(1);
  });

  it('closes the field that is being filled in, and asks nothing again', async () => {
    await desk.takenBack(FORM, async () => {
      await desk.nextInput(1);
      await command('acceptSelectedQuickOpenItem');
      await followInput(2);
    });
    await eventually(() => hidden.includes(desk.inputs[1] ?? assert.fail()));
    await noticed(1);
    assert.equal(desk.inputs.length, 2);
  });

  it('closes the question whether a model may answer', async () => {
    await desk.behave('broken', true);
    await desk.takenBack(prompt(), () => followInput(1));
    await eventually(() => hidden.includes(desk.inputs[0] ?? assert.fail()));
    await noticed(1);
  });

  it('has no page opened by an answer that comes too late, which is said', async () => {
    const asked = dialog('showWarningMessage');
    const opened: unknown[] = [];
    Object.assign(vscode.env, { openExternal: async (address: unknown) => opened.push(address) });
    const params = { mode: 'url', message: 'Sign in', url: 'https://login.example/', elicitationId: 'e1' };
    await desk.takenBack({ method: 'elicitation/create', params }, () => asked.isShown(1));
    asked.answer('Open Page');
    await noticed(1);
    assert.deepEqual(opened, []);
  });

  it('lets nothing come of an answer about the folders that comes too late, which is said', async () => {
    const asked = dialog('showInformationMessage');
    await desk.takenBack(FOLDERS, () => asked.isShown(1));
    asked.answer('Tell It');
    await noticed(1);
    await desk.takenBack(FOLDERS, () => asked.isShown(2));
    asked.answer(undefined);
    await noticed(2);
    const telling = desk.told(FOLDERS);
    await asked.isShown(3);
    asked.answer(undefined);
    assert.deepEqual(await telling, { roots: [] });
    assert.equal(noted().length, 2);
  });
});
