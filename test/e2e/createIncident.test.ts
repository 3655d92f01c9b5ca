import assert from 'node:assert/strict';
import type { Browser, BrowserContext } from 'playwright-core';
import { startDroppingProxy, type DroppingProxy } from '../peers/droppingProxy.ts';
import { accessibilityViolations } from './support/axe.ts';
import { openAccounts, signOutFromAccounts } from './support/accountsMenu.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { IncidentForm } from './support/incidentForm.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { Workbench } from './support/workbench.ts';

const THEMES = ['Dark 2026', 'Light 2026', 'Default High Contrast', 'Default High Contrast Light'];

describe('The form for a new incident, by clicks in VS Code', () => {
  let desk: Desk;
  let proxy: DroppingProxy;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;
  let form: IncidentForm;

  before(async () => {
    desk = await startDesk({
      configured: true,
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

  const titled = async (title: string) =>
    (await desk.server.store.list({ sort: 'newest', limit: 100 })).incidents.filter(
      (incident) => incident.title === title,
    );
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await workbench.page.keyboard.press(key);
  };
  const type = (text: string) => workbench.page.keyboard.type(text);
  const isFocused = (name: string) => form.field(name).and(form.frame.locator(':focus')).waitFor();
  const violations = () => accessibilityViolations(form.frame);

  it('is filled and sent by keyboard alone; the page opens, its row in sight', async () => {
    form = await IncidentForm.open(workbench);
    await isFocused('title');
    assert.equal(await workbench.notification().count(), 0);
    const button = form.button('Create Incident');
    assert.ok(await button.evaluate((one) => one.getBoundingClientRect().bottom <= window.innerHeight));
    assert.deepEqual(await violations(), []);
    await type('Cards are refused');
    await press('Tab', 'ArrowLeft', 'Tab');
    await type('payments');
    await press('Tab');
    await type('Since **noon**.');
    await press('Tab');
    await type('cards');
    await press('Enter');
    await type('eu,asia');
    await press('Enter', 'Backspace', 'Control+a', 'Delete');
    await workbench.screenshot('create-01-filled');
    assert.deepEqual(await violations(), []);
    await press('Control+Enter');
    await workbench.incidents('Cards are refused').waitFor();
    const page = await workbench.webview('h1:text("Cards are refused")');
    await page.getByRole('heading', { level: 1, name: 'Cards are refused' }).waitFor();
    const [created, ...others] = await titled('Cards are refused');
    assert.equal(others.length, 0);
    const { severity, service, tags, description } = created ?? assert.fail('it was created');
    assert.deepEqual([severity, service, tags, description], ['high', 'payments', ['cards', 'eu'], 'Since **noon**.']);
  });

  it("says at once where something is beyond the server's limits, and sends nothing", async () => {
    form = await IncidentForm.open(workbench);
    await form.button('Create Incident').click();
    await form.problem('title', 'Fill this in.').waitFor();
    await form.field('title').fill('x'.repeat(201));
    await form.problem('title', 'At most 200 characters are taken; these are 201.').waitFor();
    assert.equal(await form.field('title').getAttribute('aria-invalid'), 'true');
    await form.field('tags').fill('y'.repeat(51));
    await form.problem('tags', 'A tag has at most 50 characters').waitFor();
    await workbench.screenshot('create-02-limits');
    assert.deepEqual(await violations(), []);
    await form.button('Create Incident').click();
    await isFocused('title');
    assert.equal((await titled('x'.repeat(201))).length, 0);
  });

  it('keeps its draft when it is closed, gives it up on demand, and brings it back', async () => {
    await form.field('title').fill('Half a thought');
    await form.close();
    form = await IncidentForm.open(workbench);
    await form.frame.getByText(/^Your draft is back/).waitFor();
    await form.hasTitle('Half a thought');
    await workbench.screenshot('create-03-draft');
    await form.frame.locator('#act-discard').click();
    await form.hasTitle('');
    await form.button('Undo').click();
    await form.hasTitle('Half a thought');
    await form.discard();
  });

  it('says that nothing is known when the answer is lost, also after a reload, and creates one', async () => {
    form = await IncidentForm.open(workbench);
    await form.field('title').fill('Lost on the way');
    proxy.drop = 'Lost on the way';
    await form.button('Create Incident').click();
    await form.frame.getByText(/^No answer came from Local demo .* may have been created, or not/).waitFor();
    proxy.drop = undefined;
    assert.equal((await titled('Lost on the way')).length, 1);
    assert.equal(await form.frame.locator('#submit').count(), 0);
    await form.button('Try Again').and(form.frame.locator(':focus')).waitFor();
    assert.deepEqual(await violations(), []);
    await workbench.screenshot('create-04-unknown');
    await workbench.reload();
    form = await IncidentForm.shown(workbench);
    await form.hasTitle('Lost on the way');
    await workbench.screenshot('create-05-unknown-after-reload');
    await form.button('Try Again').click();
    await form.closed();
    await workbench.openIncidents();
    await workbench.incidents('Lost on the way').waitFor();
    assert.equal((await titled('Lost on the way')).length, 1);
  });

  it('creates what was sent first where the draft was edited after the answer was lost', async () => {
    form = await IncidentForm.open(workbench);
    await form.field('title').fill('First words');
    proxy.drop = 'First words';
    await form.button('Create Incident').click();
    await form.button('Try Again').waitFor();
    proxy.drop = undefined;
    await form.field('title').fill('Better words');
    await form.button('Try Again').click();
    await form.frame.getByText(/^INC-\d+ was created with what you had sent first/).waitFor();
    await workbench.screenshot('create-06-edited');
    assert.deepEqual([(await titled('First words')).length, (await titled('Better words')).length], [1, 0]);
    await form.hasTitle('Better words');
  });

  for (const theme of THEMES) {
    it(`can be read in ${theme}, with what was typed before the window was opened anew`, async () => {
      await form.field('title').fill('x'.repeat(201));
      await form.field('tags').fill('cards,eu,');
      await desk.configure({ ...desk.settings, 'workbench.colorTheme': theme });
      await workbench.reload();
      form = await IncidentForm.shown(workbench);
      await form.hasTitle('x'.repeat(201));
      await form.problem('title', 'At most 200').waitFor();
      assert.deepEqual(await violations(), []);
      await workbench.screenshot(`create-theme-${theme.replaceAll(' ', '-')}`);
    });
  }

  it('is empty once the person has signed out', async () => {
    await openAccounts(workbench, /erin/i);
    await signOutFromAccounts(workbench, /erin/i);
    await form.frame.getByRole('button', { name: 'Sign In' }).waitFor();
    await workbench.screenshot('create-07-signed-out');
    assert.deepEqual(await violations(), []);
    await signIn(workbench, context, { confirmed: true });
    await workbench.runCommand('Incident Desk: Create Incident');
    form = await IncidentForm.shown(workbench);
    await form.hasTitle('');
  });
});
