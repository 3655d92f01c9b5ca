import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Frame } from 'playwright-core';
import type { Incident } from '../../src/shared/incident.ts';
import { TOOL } from '../../src/shared/names.ts';
import { type DroppingProxy, startDroppingProxy } from '../peers/droppingProxy.ts';
import { accessibilityViolations } from './support/axe.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { fullIncident } from './support/fullIncident.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

const GRACE = { subject: 'grace@example.com', clientId: 'other' };

describe('The page of an incident, by clicks in VS Code', () => {
  const incident = fullIncident(Date.now());
  const { id, title } = incident;
  let desk: Desk;
  let proxy: DroppingProxy;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;
  let page: Frame;

  const stored = async (): Promise<Incident> => {
    const found = await desk.server.store.get(id);
    assert.ok(found);
    return found;
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const state = (text: RegExp) => page.locator('.state-line').getByText(text);
  /** Lets somebody else change it when the person has pressed a button, before the server hears of that. */
  const graceIsFirst = (tool: string, change: Partial<Pick<Incident, 'status' | 'assignee'>>): void => {
    proxy.before = { text: `"${tool}"`, run: () => desk.server.store.update(id, change, GRACE) };
  };
  const copied = async (): Promise<string> => workbench.page.evaluate(() => navigator.clipboard.readText());

  before(async () => {
    desk = await startDesk({
      configured: true,
      between: async (target) => (proxy = await startDroppingProxy(target)),
    });
    // What is another severity here is no matter for a notification.
    await desk.configure({ ...desk.settings, 'incidentDesk.notifications.minimumSeverity': 'none' });
    await desk.server.store.import([incident]);
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await workbench.openIncidents();
    await signIn(workbench, context);
    await workbench.incidents(title).click();
    page = await workbench.webview('#actions');
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  it('shows facts, description and timeline, without a fault that axe-core finds', async () => {
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByRole('cell', { name: '4812' }).waitFor();
    await page.getByText('<b onclick="alert(1)">not bold</b>').waitFor();
    assert.deepEqual(await accessibilityViolations(page), []);
    await workbench.screenshot('page-01-open');
  });

  it('acknowledges, says so, and the row follows', async () => {
    await button('Acknowledge').click();
    await state(/^Acknowledged\.$/).waitFor();
    assert.equal((await stored()).status, 'investigating');
    await page.locator('#announcer', { hasText: 'Acknowledged.' }).waitFor({ state: 'attached' });
    await page.locator('.mark.status', { hasText: 'Investigating' }).waitFor();
    await workbench.incidents(title).filter({ hasText: 'Investigating' }).waitFor();
    assert.equal(await button('Acknowledge').count(), 0);
  });

  it('changes the severity once it is saved, not while it is chosen', async () => {
    await page.getByLabel('Severity').selectOption('critical');
    assert.equal((await stored()).severity, 'high');
    await button('Save Severity').click();
    await state(/^Severity is now Critical\.$/).waitFor();
    assert.equal((await stored()).severity, 'critical');
    assert.equal(await button('Save Severity').count(), 0);
  });

  it('assigns the incident to the person', async () => {
    await button('Assign to Me').click();
    await state(/^Assigned to erin/).waitFor();
    assert.match((await stored()).assignee, /^erin/);
  });

  it('adds a note and empties its field', async () => {
    await page.getByLabel('Add a note').fill('The **cache** was full.');
    await button('Add Note').click();
    await state(/^Note added\.$/).waitFor();
    await page.locator('.timeline strong', { hasText: 'cache' }).waitFor();
    assert.equal((await stored()).timeline.at(-1)?.text, 'The **cache** was full.');
    assert.equal(await page.getByLabel('Add a note').inputValue(), '');
  });

  it('says what somebody else changed, and keeps what is being typed', async () => {
    const field = page.getByLabel('Add a note');
    await field.fill('Half a sentence');
    const before = await page.evaluateHandle(() => {
      const area = document.querySelector<HTMLTextAreaElement>('#note');
      area?.setSelectionRange(5, 5);
      const parts = [area, ...document.querySelectorAll('select, option, .timeline > li')];
      return { area, parts, scroll: window.scrollY };
    });
    await desk.server.store.addNote(id, 'Me too.', GRACE);
    await workbench.runCommand('Incident Desk: Refresh Incidents');
    await state(/^grace@example\.com added a note\.$/).waitFor();
    const kept = await before.evaluate(({ area, parts, scroll }) => ({
      parts: parts.every((part) => part?.isConnected),
      caret: area?.selectionStart,
      text: area?.value,
      scroll: window.scrollY === scroll,
    }));
    assert.deepEqual(kept, { parts: true, caret: 5, text: 'Half a sentence', scroll: true });
    await desk.server.store.update(id, { severity: 'low' }, GRACE);
    await workbench.runCommand('Incident Desk: Refresh Incidents');
    await state(/^grace@example\.com changed this: severity is now Low\.$/).waitFor();
    assert.equal(await page.getByLabel('Severity').inputValue(), 'low');
    await workbench.screenshot('page-02-news');
  });

  it('says so when somebody else changed it first, and lets the person do it again', async () => {
    const before = (await stored()).timeline.length;
    graceIsFirst(TOOL.updateIncident, { status: 'resolved' });
    await button('Resolve').click();
    await page
      .getByRole('alert')
      .getByText(/grace@example\.com changed this first: status is now Resolved/)
      .waitFor();
    assert.equal((await stored()).timeline.length, before + 1);
    assert.deepEqual(await accessibilityViolations(page), []);
    await workbench.screenshot('page-03-conflict');
    await button('Reopen').click();
    await state(/^Reopened\.$/).waitFor();
    assert.equal((await stored()).status, 'open');
  });

  it('copies the id, a link and the JSON', async () => {
    await button('Copy ID').click();
    await waitUntil(async () => (await copied()) === id);
    await button('Copy Link').click();
    await waitUntil(async () => (await copied()).includes('vscode://incident-desk.incident-desk/incident?server=http'));
    assert.match(await copied(), /&id=INC-7001$/);
    await button('Copy JSON').click();
    await waitUntil(async () => (await copied()).startsWith('{'));
    assert.ok((await copied()).includes(title));
  });

  it('has a post-mortem written', async () => {
    await button('Write Post-mortem').click();
    await workbench.tab(`Write Post-mortem ${id}`).waitFor();
    await waitUntil(async () => (await workbench.editorText()).includes('blameless post-mortem'));
    await workbench.runCommand('View: Close Editor');
    page = await workbench.webview('#actions');
  });

  it('opens a link of the text only after the person saw where it leads', async () => {
    await page.getByRole('button', { name: 'runbook' }).click();
    await workbench.dialog.getByText('https://runbooks.example.com/checkout', { exact: true }).waitFor();
    await workbench.screenshot('page-04-link');
    await workbench.clickInDialog('Cancel');
    assert.equal(context.pages().length, 1);
  });

  it('is there again after a reload of the window, with the half-typed note', async () => {
    await workbench.reload();
    page = await workbench.webview('#actions');
    await waitUntil(async () => (await page.getByLabel('Add a note').inputValue()) === 'Half a sentence');
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  });

  it('keeps that note and its place while another tab is in front', async () => {
    await page.evaluate(async () => {
      const { promise, resolve } = Promise.withResolvers<Event>();
      document.addEventListener('scrollend', resolve, { once: true });
      window.scrollTo(0, 240);
      await promise;
    });
    await workbench.runCommand('File: New Untitled Text File');
    await workbench.tab('Untitled-1').waitFor();
    await workbench.page.locator('.editor-group-container.active .view-line').first().waitFor();
    await workbench.tab(title.slice(0, 20)).click();
    page = await workbench.webview('#actions');
    await waitUntil(async () => (await page.getByLabel('Add a note').inputValue()) === 'Half a sentence');
    await waitUntil(() => page.evaluate(() => window.scrollY === 240));
  });

  it('is acted upon from its row too, whose menu offers what is possible', async () => {
    // Among the critical ones, whose rows are in sight.
    await desk.server.store.update(id, { severity: 'critical' }, GRACE);
    await workbench.runCommand('Incident Desk: Refresh Incidents');
    const row = workbench.incidents(title);
    const menu = await workbench.menuOf(row);
    const offered = await menu.allInnerTexts();
    for (const name of ['Acknowledge', 'Resolve']) assert.ok(offered.includes(`${name} Incident`), offered.join());
    for (const name of ['Change Incident Severity', 'Assign Incident to Me', 'Add Note to Incident']) {
      assert.ok(offered.includes(name), offered.join());
    }
    assert.ok(!offered.includes('Reopen Incident'));
    await workbench.page.keyboard.press('Escape');
    await row.hover();
    await row.getByRole('button', { name: 'Resolve Incident' }).click();
    await workbench.statusBar.getByText(`${id}: Resolved.`).waitFor();
    assert.equal((await stored()).status, 'resolved');
    await page.locator('.mark.status', { hasText: 'Resolved' }).waitFor();
    assert.equal(await workbench.notification().count(), 0);
  });

  it('resolves with a note in one press, unless somebody else changed it first', async () => {
    await desk.server.store.update(id, { status: 'open' }, GRACE);
    await button('Refresh').click();
    const both = button('Add Note and Resolve');
    await both.waitFor();
    graceIsFirst(TOOL.addIncidentNote, { assignee: GRACE.subject });
    await both.click();
    await page
      .getByRole('alert')
      .getByText(/note was added, but nothing was resolved\. grace@.* is now grace@/)
      .waitFor();
    assert.deepEqual([(await stored()).status, (await stored()).timeline.at(-1)?.text], ['open', 'Half a sentence']);
    await page.getByLabel('Add a note').fill('It was the cache.');
    await both.click();
    await state(/^Resolved\.$/).waitFor();
    const last = (await stored()).timeline.slice(-2).map(({ text }) => text);
    assert.deepEqual(last, ['It was the cache.', 'Status changed from open to resolved.']);
    assert.equal(await both.count(), 0);
    await page.getByLabel('Add a note').fill('Half a sentence');
  });

  it('keeps a note that could not be sent', async () => {
    await proxy.close();
    await button('Add Note').click();
    await page
      .getByRole('alert')
      .getByText(/cannot be reached/)
      .waitFor();
    assert.equal(await page.getByLabel('Add a note').inputValue(), 'Half a sentence');
    assert.deepEqual(await accessibilityViolations(page), []);
    await workbench.screenshot('page-05-failed');
  });
});
