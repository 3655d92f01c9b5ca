import assert from 'node:assert/strict';
import type { Browser, BrowserContext } from 'playwright-core';
import { startSeedServer } from '../peers/seedServer.ts';
import type { SeedServer } from '../peers/seedServer.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { IncidentForm } from './support/incidentForm.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

describe('A server with text answers and two tools, by clicks in VS Code', () => {
  let desk: Desk;
  let seed: SeedServer;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    desk = await startDesk({ configured: false });
    seed = await startSeedServer({
      incidents: [{ id: '1', title: 'Login fails', severity: 'critical', status: 'open' }],
      tokens: { has: (token) => desk.tokens.includes(token) },
    });
    const { issuer, clientId } = desk.okta;
    const entry = { name: 'Seed', url: seed.url, issuer, clientId, relay: desk.relay };
    await desk.configure({ ...desk.settings, 'incidentDesk.servers': [entry] });
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await signIn(workbench, context);
  });
  after(async () => {
    await browser.close();
    await seed.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  it('lists its incidents after the sign-in', async () => {
    await workbench.incidents('Login fails').waitFor();
    await workbench.screenshot('seed-01-list');
  });

  it('offers on the page and in the menu of a row what it can do, and no more', async () => {
    await workbench.incidents('Login fails').click();
    const page = await workbench.webview('h1:text("Login fails")');
    const buttons = await page.locator('#actions button').allInnerTexts();
    assert.deepEqual(buttons, ['Refresh', 'Write Post-mortem', 'Copy ID', 'Copy Link', 'Copy JSON']);
    assert.equal(await page.locator('textarea, select').count(), 0);
    assert.deepEqual(await page.locator('h2').allInnerTexts(), ['Description', 'Details']);
    assert.deepEqual(await page.locator('dt').allInnerTexts(), ['ID']);
    await workbench.screenshot('seed-02-page');
    const entries = await (await workbench.menuOf(workbench.incidents('Login fails'))).allInnerTexts();
    assert.ok(entries.some((entry) => entry.startsWith('Copy')));
    assert.ok(!entries.some((entry) => /Acknowledge|Resolve|Reopen|Severity|Assign|Note/.test(entry)), String(entries));
    await workbench.page.keyboard.press('Escape');
  });

  it('has a post-mortem begun with the facts, from the page, since it has no prompt for one', async () => {
    const page = await workbench.webview('h1:text("Login fails")');
    await page.getByRole('button', { name: 'Write Post-mortem' }).click();
    await waitUntil(async () => (await workbench.editorText()).includes('Login fails'));
    await workbench.screenshot('seed-04-postmortem');
  });

  it('has a form with its fields alone, which makes one incident', async () => {
    const form = await IncidentForm.open(workbench);
    for (const absent of ['description', 'service', 'tags']) assert.equal(await form.field(absent).count(), 0);
    await form.field('title').fill('Cards are refused');
    await workbench.screenshot('seed-03-form');
    await form.button('Create Incident').click();
    await workbench.incidents('Cards are refused').waitFor();
    assert.equal(seed.incidents.filter(({ title }) => title === 'Cards are refused').length, 1);
  });
});
