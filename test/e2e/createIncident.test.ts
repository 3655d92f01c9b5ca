import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Frame } from 'playwright-core';
import { startDroppingProxy, type DroppingProxy } from '../peers/droppingProxy.ts';
import { accessibilityViolations } from './support/axe.ts';
import { openBrowser } from './support/browser.ts';
import { prepareCheckout } from './support/checkout.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

const THEMES = ['Dark 2026', 'Light 2026', 'Default High Contrast', 'Default High Contrast Light'];
const LINK = /\[`src\/pay\.ts:2`\]\(<https:\/\/github\.com\/acme\/shop\/blob\/[0-9a-f]{40}\/src\/pay\.ts#L2>\)/;

describe('A new incident, by clicks in VS Code', () => {
  let desk: Desk;
  let proxy: DroppingProxy;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;
  let form: Frame;

  before(async () => {
    desk = await startDesk({
      configured: true,
      prepare: prepareCheckout,
      between: async (target) => (proxy = await startDroppingProxy(target)),
    });
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await signIn(workbench, context);
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  const field = (name: string) => form.locator(`#field-${name}`);
  const button = (name: string) => form.getByRole('button', { name, exact: true });
  const description = () => field('description').inputValue();
  const openForm = async (): Promise<void> => {
    await workbench.runCommand('Incident Desk: Create Incident');
    form = await workbench.webview('form #field-title');
  };
  const titled = (title: string) =>
    desk.server.store.list({ sort: 'newest', limit: 100 }).incidents.filter((incident) => incident.title === title);
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await workbench.page.keyboard.press(key);
  };
  const chooseInMenu = async (entry: string): Promise<void> => {
    await workbench.page.locator('.monaco-menu .action-label').filter({ hasText: entry }).click({ delay: 300 });
  };
  /** The draft of an earlier test must not be in the way of the next. */
  const discard = async (): Promise<void> => {
    await form.locator('#discard').click();
    await form.getByText('The draft was discarded.').waitFor();
    await form.locator('#cancel').click();
    await workbench.tab('New Incident').waitFor({ state: 'detached' });
  };

  it('is written by keyboard alone, and opens as a page with its row in sight', async () => {
    await openForm();
    await field('title').and(form.locator(':focus')).waitFor();
    assert.deepEqual(await accessibilityViolations(form), []);
    await workbench.page.keyboard.type('Cards are refused');
    await press('Tab', 'ArrowLeft', 'Tab');
    await workbench.page.keyboard.type('payments');
    await press('Tab');
    await workbench.page.keyboard.type('Since **noon**.');
    await press('Tab');
    await workbench.page.keyboard.type('cards');
    await press('Enter');
    await workbench.page.keyboard.type('eu,asia');
    await press('Enter', 'Backspace', 'Control+a', 'Delete');
    await workbench.screenshot('create-01-filled');
    assert.deepEqual(await accessibilityViolations(form), []);
    await press('Control+Enter');
    await workbench.incidents('Cards are refused').waitFor();
    const page = await workbench.webview('h1:text("Cards are refused")');
    await page.getByRole('heading', { level: 1, name: 'Cards are refused' }).waitFor();
    const [created, ...others] = titled('Cards are refused');
    assert.equal(others.length, 0);
    const { severity, service, tags, description: told } = created ?? assert.fail('it was created');
    assert.deepEqual(
      { severity, service, tags, told },
      {
        ...{ severity: 'high', service: 'payments', tags: ['cards', 'eu'], told: 'Since **noon**.' },
      },
    );
  });

  it("says at once where something is beyond the server's limits, and sends nothing", async () => {
    await openForm();
    await button('Create Incident').click();
    await form.locator('#title-message', { hasText: 'Fill this in.' }).waitFor();
    await field('title').fill('x'.repeat(201));
    await form.locator('#title-message', { hasText: 'At most 200 characters are taken; these are 201.' }).waitFor();
    assert.equal(await field('title').getAttribute('aria-invalid'), 'true');
    await field('tags').fill('y'.repeat(51));
    await form.locator('#tags-message', { hasText: 'A tag has at most 50 characters' }).waitFor();
    await workbench.screenshot('create-02-limits');
    assert.deepEqual(await accessibilityViolations(form), []);
    await button('Create Incident').click();
    await field('title').and(form.locator(':focus')).waitFor();
    assert.equal(titled('x'.repeat(201)).length, 0);
  });

  it('keeps its draft when the form is closed, gives it up on demand, and brings it back', async () => {
    await field('title').fill('Half a thought');
    await form.locator('#cancel').click();
    await workbench.tab('New Incident').waitFor({ state: 'detached' });
    await openForm();
    await form.getByText(/^This is your draft of/).waitFor();
    assert.equal(await field('title').inputValue(), 'Half a thought');
    await workbench.screenshot('create-03-draft');
    await form.locator('#act-discard').click();
    await form.getByText('The draft was discarded.').waitFor();
    assert.equal(await field('title').inputValue(), '');
    await button('Undo').click();
    await waitUntil(async () => (await field('title').inputValue()) === 'Half a thought');
    await discard();
  });

  it('comes from a selection, with a link to the lines that has no credentials', async () => {
    await workbench.openFile('pay.ts');
    const line = workbench.page.locator('.editor-instance .view-line').filter({ hasText: 'no card' });
    await line.click();
    await press('Home', 'Shift+End');
    await line.click({ button: 'right' });
    await chooseInMenu('Create Incident from Selection');
    form = await workbench.webview('form #field-title');
    const text = await description();
    assert.match(text, LINK);
    assert.match(text, /^- Branch: `main`$/m);
    assert.match(text, /^- Commit: `[0-9a-f]{40}` \(not pushed yet\)$/m);
    assert.match(text, /^- Repository: <https:\/\/github\.com\/acme\/shop>$/m);
    assert.match(text, /```typescript\nthrow 'no card';\n```/);
    assert.doesNotMatch(text, /hunter2|\/tmp\//);
    await workbench.screenshot('create-04-selection');
    await discard();
  });

  it('comes from a problem, by its quick fix', async () => {
    await workbench.openFile('pay.ts');
    await workbench.page
      .locator('.editor-instance .view-line')
      .filter({ hasText: 'no card' })
      .getByText('throw')
      .click();
    await press('Control+.');
    const fix = workbench.page
      .locator('.action-widget .monaco-list-row')
      .filter({ hasText: 'Create incident from this' });
    await fix.waitFor();
    await workbench.screenshot('create-05-quick-fix');
    await fix.click();
    form = await workbench.webview('form #field-title');
    assert.equal(await field('title').inputValue(), 'Expected an error object to be thrown.');
    const text = await description();
    assert.match(text, /^- Error: Expected an error object to be thrown\.\n- Reported by: `eslint only-throw-error`$/m);
    assert.match(text, LINK);
    await discard();
  });

  it('comes from the selection in a terminal, with secrets masked until the person puts them back', async () => {
    await workbench.page.evaluate(() => navigator.clipboard.writeText('mine'));
    await workbench.runCommand('Test Sources: Open Terminal');
    const terminal = workbench.page.locator('.terminal-wrapper.active .xterm-screen');
    await terminal.waitFor();
    await workbench.runCommand('Terminal: Select All');
    await terminal.click({ button: 'right' });
    await workbench.screenshot('create-06-terminal-menu');
    await chooseInMenu('Create Incident from Terminal Selection');
    form = await workbench.webview('form #field-title');
    await form.getByText(/^2 texts that look like secrets were masked/).waitFor();
    const masked = await description();
    assert.match(
      masked,
      /deploy --token \[masked \d+\] --to eu-west\n> Authorization: Bearer \[masked \d+\]\nHTTP 502/,
    );
    await workbench.screenshot('create-07-masked');
    assert.deepEqual(await accessibilityViolations(form), []);
    assert.equal(await workbench.page.evaluate(() => navigator.clipboard.readText()), 'mine');
    await button('Put Back').click();
    await waitUntil(async () => (await description()).includes('--token s3cr3ts3cr3t --to'));
    await discard();
    await workbench.runCommand('View: Toggle Panel Visibility');
  });

  it('comes from a test that failed, by the menu of its message and by that of the test', async () => {
    await workbench.runCommand('Test Sources: Fail Test');
    await workbench.runCommand('Test Results: Focus on Test Results View');
    const message = workbench.page
      .locator('.test-output-peek-tree .monaco-list-row')
      .filter({ hasText: 'The sum is 4' });
    await message.first().click({ button: 'right' });
    await workbench.screenshot('create-08-test-menu');
    await chooseInMenu('Create Incident from Test Failure');
    form = await workbench.webview('form #field-title');
    assert.equal(await field('title').inputValue(), 'Test fails: paying › takes cards');
    const text = await description();
    assert.match(text, LINK);
    assert.match(text, /Message:\n\n```\nThe sum is 4, and should be 5\.\n```/);
    await discard();
  });

  it('is known to be unknown when the answer is lost, also after a reload, and is created once', async () => {
    await openForm();
    await field('title').fill('Lost on the way');
    proxy.drop = 'Lost on the way';
    await button('Create Incident').click();
    await form.getByText(/was lost: the incident may have been created, or not/).waitFor();
    proxy.drop = undefined;
    assert.equal(titled('Lost on the way').length, 1);
    assert.equal(await form.locator('#submit').count(), 0);
    await button('Try Again').and(form.locator(':focus')).waitFor();
    assert.deepEqual(await accessibilityViolations(form), []);
    await workbench.screenshot('create-09-unknown');
    await workbench.reload();
    form = await workbench.webview('#act-repeat');
    assert.equal(await field('title').inputValue(), 'Lost on the way');
    await workbench.screenshot('create-10-unknown-after-reload');
    await button('Try Again').click();
    await workbench.tab('New Incident').waitFor({ state: 'detached' });
    await workbench.openIncidents();
    await workbench.incidents('Lost on the way').waitFor();
    assert.equal(titled('Lost on the way').length, 1);
  });

  it('is settled by what was sent first where the draft was edited after the answer was lost', async () => {
    await openForm();
    await field('title').fill('First words');
    proxy.drop = 'First words';
    await button('Create Incident').click();
    await button('Try Again').waitFor();
    proxy.drop = undefined;
    await field('title').fill('Better words');
    await button('Try Again').click();
    await form.getByText(/^INC-\d+ was created with what you had sent first/).waitFor();
    await workbench.screenshot('create-11-edited');
    assert.deepEqual([titled('First words').length, titled('Better words').length], [1, 0]);
    assert.equal(await field('title').inputValue(), 'Better words');
    await discard();
  });

  for (const theme of THEMES) {
    it(`can be read in ${theme}`, async () => {
      await desk.configure({ ...desk.settings, 'workbench.colorTheme': theme });
      await workbench.reload();
      await workbench.runCommand('Test Sources: Open Terminal');
      await workbench.page.locator('.terminal-wrapper.active .xterm-screen').waitFor();
      await workbench.runCommand('Terminal: Select All');
      await workbench.runCommand('Incident Desk: Create Incident from Terminal Selection');
      form = await workbench.webview('form #field-title');
      await field('title').fill('x'.repeat(201));
      await field('tags').fill('cards,eu,');
      assert.deepEqual(await accessibilityViolations(form), []);
      await workbench.runCommand('View: Toggle Panel Visibility');
      await workbench.screenshot(`create-theme-${theme.replaceAll(' ', '-')}`);
      await discard();
    });
  }
});
