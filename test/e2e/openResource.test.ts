import assert from 'node:assert/strict';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

const TITLE = 'Checkout returns 502';

describe('The resources of a server, by clicks in VS Code', () => {
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;
  let id: string;

  before(async () => {
    desk = await startDesk({ configured: true });
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await signIn(workbench, context);
    await workbench.incidents(TITLE).click();
    const page = await workbench.webview('h1');
    id = await page.getByText(/^INC-\d+$/).innerText();
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  const shows = (text: string) => waitUntil(async () => (await workbench.editorText()).includes(text));

  it('open from the list', async () => {
    await workbench.runCommand('Incident Desk: Open Resource');
    await workbench.quickInput.locator('.monaco-list-row').filter({ hasText: 'incidents://all' }).first().waitFor();
    await workbench.screenshot('70-resources');
    await workbench.pick('incidents://all');
    await workbench.tab('all.txt').waitFor();
    await shows(id);
    await workbench.screenshot('71-resource');
  });

  it('open by a template, in the language of what it gives', async () => {
    await workbench.runCommand('Incident Desk: Open Resource');
    await workbench.pick('incidents://{incident_id}');
    await workbench.quickInput.locator('input').fill(id);
    await workbench.screenshot('72-template');
    await workbench.pick(id);
    await workbench.tab(`${id}.json`).waitFor();
    await shows(TITLE);
    await workbench.statusBar.getByText('JSON', { exact: true }).waitFor();
    await workbench.screenshot('73-template-document');
  });

  it('show what changed without being opened again', async () => {
    await workbench.tab('all.txt').click();
    await shows(id);
    await workbench.runCommand('Incident Desk: Create Incident');
    const form = await workbench.webview('form #field-title');
    await form.locator('#field-title').fill('Printer is on fire');
    await form.locator('button[type=submit]').click();
    await workbench.incidents('Printer is on fire').waitFor();
    await workbench.tab('all.txt').click();
    await shows('Printer is on fire');
  });

  it('open no document for a template that leads nowhere, and ask again with what was typed', async () => {
    await workbench.runCommand('Incident Desk: Open Resource');
    await workbench.pick('incidents://{incident_id}');
    await workbench.quickInput.locator('input').fill('INC-404');
    await workbench.pick('INC-404');
    const told = workbench.notification(/has no resource incidents:\/\/INC-404/);
    await told.waitFor();
    assert.equal(await workbench.page.locator('.tab', { hasText: 'INC-404' }).count(), 0);
    await workbench.screenshot('75-no-such-incident');
    await told.locator('.monaco-button', { hasText: 'Try Again' }).click();
    await waitUntil(async () => (await workbench.quickInput.locator('input').inputValue()) === 'INC-404');
    await workbench.quickInput.locator('input').fill(id);
    await workbench.pick(id);
    await workbench.tab(`${id}.json`).waitFor();
  });

  it('say what is missing for an address that leads nowhere', async () => {
    await workbench.runCommand('Incident Desk: Open Resource');
    await workbench.pick('Type an address');
    await workbench.answer(/Address of a resource/, 'nothing://here');
    await workbench.notification(/no resource nothing:\/\/here/).waitFor();
    await workbench.screenshot('74-no-resource');
  });

  it('are there after a reload of the window', async () => {
    await workbench.reload();
    // The first one: which were the last ones, the editor writes down at times only.
    await workbench.tab('all.txt').click();
    await shows('Printer is on fire');
  });
});
