import assert from 'node:assert/strict';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { browserStorage, filesWith } from './support/textsAtRest.ts';
import { tokensInClear } from './support/tokensInClear.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

const SERVER = 'Local demo';
/** An address of the gateway, and the header that opens it. */
const ADDRESS = /127\.0\.0\.1:\d+\/[\w-]{22}\b/;
const SECRET = /Bearer [\w-]{43}\b/;

describe("The editor's own chat, by clicks in VS Code", () => {
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    desk = await startDesk({ configured: false, languageModel: true });
    await desk.configure({ ...desk.settings, 'chat.disableAIFeatures': false });
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await signIn(workbench, context);
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  /** Requests that the server answered well, by their method: `initialize` is of the older era, as VS Code speaks it. */
  const calls = (method: string): number =>
    desk.requests.filter((line) => line.includes(`"call":"${method}`) && line.includes('"status":200')).length;
  const logins = (): number => desk.okta.requests.filter(({ path }) => path.endsWith('/v1/authorize')).length;
  const chat = () => workbench.page.locator('.interactive-session');
  /** Puts the keyboard on the field of the chat. */
  const focusChat = async (): Promise<void> => {
    await workbench.page.keyboard.press('Control+Alt+I');
    await chat().locator('.interactive-input-editor .monaco-editor.focused').waitFor();
  };
  const output = async (): Promise<string> => workbench.page.locator('.part.panel .view-lines').innerText();

  it('finds the server among its own, and starts it with no sign-in: its tools are there', async () => {
    const before = logins();
    await workbench.runCommand('MCP: List Servers');
    await workbench.quickInput.getByText(SERVER).first().waitFor();
    await workbench.screenshot('chat-01-servers');
    await workbench.pick(SERVER);
    await workbench.pick('Start Server');
    await waitUntil(async () => /Discovered\s5\stools/.test(await output()));
    await workbench.screenshot('chat-02-started');
    assert.deepEqual([calls('initialize'), logins()], [1, before]);
  });

  it('notices nothing of an expiry in the same session', async () => {
    const before = { logins: logins(), started: calls('initialize') };
    desk.expireAccessTokens();
    const listed = calls('resources/list');
    await workbench.runCommand('MCP: Browse Resources');
    await waitUntil(() => Promise.resolve(calls('resources/list') > listed));
    await workbench.screenshot('chat-03-resources');
    await workbench.page.keyboard.press('Escape');
    assert.deepEqual({ logins: logins(), started: calls('initialize') }, before);
    assert.equal(await workbench.dialog.count(), 0);
  });

  it('answers as @incidents, with buttons that open what it names', async () => {
    await focusChat();
    await chat().getByText('Echo One').waitFor();
    await workbench.page.keyboard.type('@incidents /triage ');
    await chat().locator('.view-line', { hasText: '/triage' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    const open = chat()
      .locator('.monaco-button', { hasText: /^Open INC-\d+$/ })
      .first();
    await open.waitFor();
    await workbench.screenshot('chat-04-answered');
    const [, id = ''] = /(INC-\d+)/.exec(await open.innerText()) ?? [];
    await open.click();
    const page = await workbench.webview('h1');
    await page.getByText(id, { exact: true }).waitFor();
    await workbench.screenshot('chat-05-opened');
  });

  it('keeps the secret of the gateway out of all that VS Code stores', async () => {
    // VS Code writes it down some time after it was offered.
    await waitUntil(async () => ADDRESS.test(await browserStorage(workbench.page)));
    const stored = await browserStorage(workbench.page);
    assert.doesNotMatch(stored, SECRET);
    assert.doesNotMatch(desk.editor.output(), SECRET);
    assert.deepEqual(await filesWith(desk.userDataDir, ['Bearer ']), []);
    assert.deepEqual(await tokensInClear(desk, workbench.page), []);
  });

  it('offers nothing after the sign-out, and says so', async () => {
    await workbench.runCommand('Incident Desk: Sign Out');
    await workbench.welcome('Sign In').first().waitFor();
    await workbench.runCommand('MCP: List Servers');
    await workbench.quickInput.locator('.monaco-list-row').first().waitFor();
    assert.equal(await workbench.quickInput.getByText(SERVER).count(), 0);
    await workbench.page.keyboard.press('Escape');
    await focusChat();
    await workbench.page.keyboard.type('@incidents What is new?');
    await chat().locator('.view-line', { hasText: 'What is new?' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await chat().getByText(`You are not signed in to ${SERVER}.`).waitFor();
    await chat().locator('.monaco-button', { hasText: 'Sign In' }).waitFor();
    await workbench.screenshot('chat-06-signed-out');
  });
});
