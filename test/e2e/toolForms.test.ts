import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Locator } from 'playwright-core';
import { startToolServer } from '../peers/toolServer.ts';
import type { ToolServer } from '../peers/toolServer.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { browserStorage } from './support/textsAtRest.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

const PERSON = 'Erin Alvarez';
const ORDER = '{ "customer": { "name": "Ada" }, "items": [{ "sku": "fuse", "quantity": 0 }], "priority": "" }';

describe('Forms of tools, by clicks in VS Code', () => {
  let desk: Desk;
  let tools: ToolServer;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;
  let settings: Readonly<Record<string, unknown>>;

  before(async () => {
    desk = await startDesk({ configured: false });
    const { issuer, clientId } = desk.okta;
    tools = await startToolServer({ issuer });
    const entry = { name: 'Workshop', url: tools.url, issuer, clientId, relay: desk.relay };
    settings = {
      ...desk.settings,
      'incidentDesk.servers': [entry],
      'editor.minimap.enabled': false,
      'editor.autoClosingBrackets': 'never',
    };
    await desk.configure(settings);
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await signInOnce();
  });
  after(async () => {
    await browser.close();
    await tools.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  async function signInOnce(): Promise<void> {
    await workbench.runCommand('Incident Desk: Sign In');
    await workbench.dialog.filter({ hasText: 'wants to sign in using' }).waitFor();
    await workbench.clickInDialog('Allow');
    await workbench.dialog.filter({ hasText: 'You sign in at' }).waitFor();
    const opened = context.waitForEvent('page');
    await workbench.clickInDialog('Continue');
    const login = await opened;
    await login.getByRole('button', { name: PERSON }).click();
    await workbench.page.bringToFront();
    await workbench.statusBar.getByText('erin', { exact: false }).waitFor();
    await login.close();
  }

  const callTool = async (title: string): Promise<void> => {
    await workbench.runCommand('Incident Desk: Call Tool');
    await workbench.pick(title);
  };
  /** Puts a text in the place of all that the active editor holds. */
  const write = async (text: string): Promise<void> => {
    await workbench.page.locator('.editor-group-container.active .editor-instance .view-lines').first().click();
    for (const keys of ['Control+A', 'Delete']) await workbench.page.keyboard.press(keys);
    await workbench.page.keyboard.insertText(text);
    await waitUntil(async () => (await workbench.editorText()).trim() === text);
  };
  const lens = (text: string): Locator => workbench.page.locator('.codelens-decoration a').filter({ hasText: text });
  const inTheme = async (theme: string, name: string): Promise<void> => {
    await desk.configure({ ...settings, 'workbench.colorTheme': theme });
    await workbench.reload();
    await lens('Run Create Order on Workshop').waitFor();
    await workbench.page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
    await workbench.screenshot(name);
  };

  it('asks for plain arguments one by one, and shows all before the call', async () => {
    await callTool('Greet People');
    await workbench.answer(': Name', 'Ada');
    await workbench.pick(/^Times/);
    await workbench.answer(': Times', '9');
    await workbench.quickInput.getByText('Enter 5 or less.').waitFor();
    await workbench.screenshot('50-checked');
    await workbench.answer(': Times', '3');
    await workbench.pick(/^Style/);
    await workbench.pick('formal');
    await workbench.quickInput.getByText('Required').waitFor();
    await workbench.screenshot('51-overview');
    await workbench.page.keyboard.type('nothing like it');
    await waitUntil(async () => (await workbench.quickInput.locator('.monaco-list-row').count()) === 0);
    await workbench.page.keyboard.press('Enter');
    for (const keys of ['Control+A', 'Delete']) await workbench.page.keyboard.press(keys);
    await workbench.pick('Call Greet People');
    await workbench.tab('Greet People').waitFor();
    assert.deepEqual(tools.calls.at(-1)?.args, { name: 'Ada', times: 3, style: 'formal' });
  });

  it('offers the arguments of the last call', async () => {
    await callTool('Greet People');
    await workbench.quickInput.getByText('Reset to defaults').waitFor();
    await workbench.pick('Call Greet People');
    await workbench.tab('Greet People').nth(1).waitFor();
    assert.deepEqual(tools.calls[1], tools.calls[0]);
    await workbench.runCommand('View: Close All Editors');
  });

  it('opens nested arguments as JSON, with problems and completion from the schema', async () => {
    await callTool('Create Order');
    await workbench.tab('Create Order.json').waitFor();
    await lens('Run Create Order on Workshop').waitFor();
    await write(ORDER);
    await workbench.page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
    for (let step = 0; step < 3; step += 1) await workbench.page.keyboard.press('ArrowLeft');
    await workbench.page.keyboard.press('Control+Space');
    const suggestion = workbench.page.locator('.suggest-widget .monaco-list-row').filter({ hasText: 'urgent' });
    await suggestion.waitFor();
    await workbench.screenshot('52-completion');
    await suggestion.click();
    await waitUntil(async () => (await workbench.editorText()).includes('"urgent"'));
  });

  it('says what does not fit, and calls from the Run lens', async () => {
    await lens('Run Create Order on Workshop').click();
    await workbench.dialog.filter({ hasText: 'do not fit what "Create Order" asks for' }).waitFor();
    await workbench.screenshot('53-mismatch');
    await workbench.clickInDialog('Cancel');
    assert.equal(tools.calls.length, 2);
    await write(ORDER.replace('"quantity": 0', '"quantity": 2').replace('""', '"urgent"'));
    await lens('Run Create Order on Workshop').click();
    await workbench.dialog.filter({ hasText: 'Call "Create Order" on Workshop?' }).waitFor();
    await workbench.screenshot('54-confirmation');
    await workbench.clickInDialog(/^Call$/);
    await waitUntil(() => Promise.resolve(tools.calls.length === 3));
    assert.partialDeepStrictEqual(tools.calls[2], { name: 'create_order', args: { priority: 'urgent' } });
    await workbench.screenshot('55-ran');
  });

  it('cancels a long call at the server too', async () => {
    await callTool('Wait');
    await workbench.answer(': steps', '1000');
    const progress = workbench.notification('Calling Wait');
    await progress.filter({ hasText: 'step 3' }).waitFor();
    await workbench.screenshot('56-progress');
    await progress.locator('.monaco-button').filter({ hasText: 'Cancel' }).click();
    await progress.waitFor({ state: 'hidden' });
    await waitUntil(() => Promise.resolve(tools.cancelled() === 1));
  });

  it('shows what came back, and opens an image of it', async () => {
    await workbench.runCommand('View: Close All Editors');
    await callTool('Gather Evidence');
    await lens('Open Image').waitFor();
    await workbench.screenshot('57-result');
    await lens('Open Image').click();
    await workbench.tab('image-2.png').waitFor();
    await (await workbench.webview('img')).locator('img').first().waitFor();
    await workbench.screenshot('58-image');
    await workbench.runCommand('View: Close All Editors');
  });

  it('shows a prompt with what it holds, opens an image of it, and takes its text', async () => {
    await workbench.runCommand('Incident Desk: Render Prompt');
    await workbench.pick('Brief the Team');
    await workbench.tab('Brief the Team').waitFor();
    await lens('Open Image').waitFor();
    await workbench.screenshot('62-prompt');
    await workbench.page.locator('.editor-actions').getByRole('button', { name: 'Copy Prompt' }).click();
    await workbench.notification('left out: 3.').waitFor();
    await workbench.screenshot('63-prompt-copied');
    await lens('Open Image').click();
    await workbench.tab('image-2.png').waitFor();
    await (await workbench.webview('img')).locator('img').first().waitFor();
    await workbench.screenshot('64-prompt-image');
    await workbench.runCommand('View: Close All Editors');
  });

  it('has the document of arguments again after a reload of the window, in any colours', async () => {
    await callTool('Create Order');
    await lens('Run Create Order on Workshop').waitFor();
    await write(ORDER);
    await workbench.page.keyboard.press('Control+S');
    // VS Code, which saves by itself here, marks no tab that is not saved yet.
    await waitUntil(async () => /quantity\W+0/.test(await browserStorage(workbench.page)));
    await inTheme('Light 2026', '59-document-light');
    await inTheme('Default High Contrast', '60-document-high-contrast');
    await inTheme('Dark 2026', '61-document-dark');
    assert.match(await workbench.editorText(), /"quantity"/);
  });
});
