import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Locator } from 'playwright-core';
import { accessibilityViolations } from './support/axe.ts';
import { openBrowser } from './support/browser.ts';
import { prepareCheckout } from './support/checkout.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { IncidentForm } from './support/incidentForm.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

const LINK = /\[`src\/pay\.ts:2`\]\(<https:\/\/github\.com\/acme\/shop\/blob\/[0-9a-f]{40}\/src\/pay\.ts#L2>\)/;
const SECRETS = /deploy --token \[masked \d+\] --to eu-west\n> Authorization: Bearer \[masked \d+\]\nHTTP 502/;

describe('A new incident from what is in the editor, by clicks in VS Code', () => {
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    desk = await startDesk({ configured: true, prepare: prepareCheckout });
    // Drawn as text, so that what the terminal has, and has selected, can be seen.
    await desk.configure({ ...desk.settings, 'terminal.integrated.gpuAcceleration': 'off' });
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await signIn(workbench, context);
    // The git extension has found the repository.
    await workbench.statusBar.getByText('main', { exact: true }).waitFor();
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  const line = () => workbench.page.locator('.editor-instance .view-line').filter({ hasText: 'no card' });
  const clipboard = () => workbench.page.evaluate(() => navigator.clipboard.readText());
  const chooseFor = async (place: Locator, entry: string, screenshot: string): Promise<IncidentForm> => {
    await place.click({ button: 'right' });
    await workbench.menuItem(entry).waitFor();
    await workbench.screenshot(screenshot);
    await workbench.choose(entry);
    return IncidentForm.shown(workbench);
  };

  it('has a selection, with a link to the lines that has no credentials', async () => {
    await workbench.openFile('pay.ts');
    await line().click();
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.press('Shift+End');
    const form = await chooseFor(line(), 'Create Incident from Selection', 'create-from-01-selection');
    const text = await form.description();
    assert.match(text, LINK);
    assert.match(text, /^- Branch: `main`\n- Commit: `[0-9a-f]{40}` \(not pushed yet\)$/m);
    assert.match(text, /^- Repository: <https:\/\/github\.com\/acme\/shop>$/m);
    assert.match(text, /```typescript\nthrow 'no card';\n```/);
    assert.doesNotMatch(text, /hunter2|\/tmp\//);
    await workbench.screenshot('create-from-02-form');
    await form.discard();
  });

  it('has a problem, by its quick fix', async () => {
    await workbench.openFile('pay.ts');
    await line().getByText('throw').click();
    await workbench.page.locator('.editor-instance .squiggly-error').first().waitFor();
    await workbench.page.keyboard.press('Control+.');
    const fixes = workbench.page.locator('.action-widget .monaco-list-row');
    await fixes.filter({ hasText: 'Create incident from this problem' }).click();
    const form = await IncidentForm.shown(workbench);
    await form.hasTitle('Expected an error object to be thrown.');
    const text = await form.description();
    assert.match(text, /^- Error: Expected an error object to be thrown\.\n- Reported by: `eslint only-throw-error`$/m);
    assert.match(text, LINK);
    await form.discard();
  });

  it("has a terminal's selection, with secrets masked until the person puts them back", async () => {
    await workbench.runCommand('Test Sources: Open Terminal');
    const terminal = workbench.page.locator('.terminal-wrapper.active .xterm-screen');
    // What is not written yet would not be selected.
    await terminal.filter({ hasText: 'HTTP 502' }).waitFor();
    await terminal.click();
    await workbench.page.evaluate(() => navigator.clipboard.writeText('mine'));
    await workbench.runCommand('Terminal: Select All');
    await terminal.locator('.xterm-selection > div').first().waitFor();
    const form = await chooseFor(terminal, 'Create Incident from Terminal Selection', 'create-from-03-terminal');
    await form.frame.getByText(/^2 texts that look like secrets were masked/).waitFor();
    assert.match(await form.description(), SECRETS);
    await workbench.screenshot('create-from-04-masked');
    assert.deepEqual(await accessibilityViolations(form.frame), []);
    await form.button('Put Back').click();
    await waitUntil(async () => (await form.description()).includes('--token s3cr3ts3cr3t --to'));
    await form.discard();
    await terminal.click();
    assert.equal(await clipboard(), 'mine');
  });

  const results = (text: string) =>
    workbench.page.locator('.test-output-peek-tree .monaco-list-row').filter({ hasText: text });

  it('has a test that failed, by the menu of its result', async () => {
    await workbench.runCommand('Test Sources: Fail Test');
    // There is no view of results before there is one.
    await workbench.page.getByText('The sum is 4').first().waitFor();
    await workbench.runCommand('Test Results: Focus on Test Results View');
    const form = await chooseFor(results('takes cards'), 'Create Incident from Test Failure', 'create-from-05-test');
    await form.hasTitle('Test fails: paying › takes cards');
    assert.match(await form.description(), LINK);
    await form.discard();
  });

  it('has the message of a test that failed, by its own menu', async () => {
    const row = results('The sum is 4');
    if ((await row.count()) === 0) await workbench.toggle(results('takes cards'));
    const form = await chooseFor(row, 'Create Incident from Test Failure', 'create-from-06-message');
    await form.hasTitle('Test fails: paying › takes cards');
    assert.match(await form.description(), /Message:\n\n```\nThe sum is 4, and should be 5\.\n```/);
    await workbench.screenshot('create-from-07-test-form');
    await form.discard();
  });
});
