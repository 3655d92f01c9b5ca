import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Locator } from 'playwright-core';
import { incidentWith } from '../integration/support/incidents.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { hoverOver } from './support/hoverOver.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

const HOSTILE = '<img src=x onerror=alert(1)> [go](command:workbench.action.quit) $(flame) \u202egnp.exe';
/** Pixels by which the list is turned at once. */
const TURN = 400;
const THEMES = ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast', 'Default High Contrast Light'];

describe('The list of incidents, by clicks in VS Code', () => {
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    desk = await startDesk({ configured: true });
    const old = { createdAt: '2020-01-01T00:00:00.000Z', updatedAt: '2020-01-01T00:00:00.000Z' };
    await desk.server.store.import([
      incidentWith({ id: 'INC-66', title: HOSTILE, service: HOSTILE, severity: 'critical' }),
      ...Array.from({ length: 60 }, (_, at) => {
        return incidentWith({
          ...old,
          id: `OLD-${at}`,
          title: `Old one ${at}`,
          severity: 'low',
          status: 'resolved',
          description: '',
        });
      }),
    ]);
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await signIn(workbench, context);
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  const group = (name: string) =>
    workbench.sidebar.locator('.monaco-list-row[aria-level="1"]').filter({ hasText: name });
  const command = (title: string) => workbench.runCommand(`Incident Desk: ${title}`);

  /** Turns the wheel over the list until a row is in sight. */
  const turnTo = async (row: Locator, direction: 1 | -1) => {
    await workbench.rows().nth(3).hover();
    await waitUntil(async () => {
      if (await row.isVisible()) return true;
      await workbench.page.mouse.wheel(0, direction * TURN);
      return false;
    });
  };

  it('shows severities with all that there are, and a badge', async () => {
    await group('Critical').waitFor();
    await turnTo(group('Low'), 1);
    await waitUntil(async () => /of 6\d/.test(await group('Low').innerText()));
    await turnTo(group('Critical'), -1);
    await workbench.page.locator('.activitybar .badge-content').filter({ hasText: /^\d+$/ }).first().waitFor();
    await workbench.sidebar.locator('.pane-header').first().hover();
    await workbench.screenshot('tree-01-severity');
  });

  it('shows hostile texts as they are', async () => {
    const row = workbench.incidents('<img src=x');
    await hoverOver(workbench, row, 'INC-66');
    assert.equal(await workbench.page.locator('.monaco-hover a, .monaco-hover img, .monaco-list-row img').count(), 0);
    assert.ok(!(await row.innerText()).includes('\u202e'));
    await workbench.screenshot('tree-02-hostile');
  });

  it('groups by status, and remembers it through a reload', async () => {
    await command('Group Incidents By');
    await workbench.pick('Status');
    await group('Investigating').waitFor();
    await workbench.reload();
    await workbench.openIncidents();
    await group('Investigating').waitFor();
    await workbench.screenshot('tree-03-status');
  });

  it('sorts by title', async () => {
    await command('Group Incidents By');
    await workbench.pick('Nothing');
    await command('Sort Incidents By');
    await workbench.pick('Title');
    const first = workbench.rows().first();
    await waitUntil(async () => (await first.innerText()).startsWith('<img'));
    await workbench.screenshot('tree-04-title');
  });

  it('loads more', async () => {
    const more = workbench.rows('Load more');
    await turnTo(more, 1);
    await more.click();
    await more.waitFor({ state: 'detached' });
    await turnTo(workbench.rows('Vault tokens'), 1);
    await turnTo(workbench.rows('<img src=x'), -1);
  });

  it('filters by what is typed and ticked, and clears it with one key on the row that says so', async () => {
    await command('Filter Incidents');
    await workbench.quickInput.filter({ hasText: 'Service' }).waitFor();
    await workbench.screenshot('tree-05-filter');
    await workbench.quickInput.locator('input[type=text]').fill('old one 4');
    await workbench.quickInput.filter({ hasText: 'Words beginning with “old one 4”' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    const filter = workbench.rows('Filter: “old one 4”');
    await filter.waitFor();
    await waitUntil(async () => (await workbench.rows(/^Old one/).count()) === 11);
    await workbench.screenshot('tree-06-filtered');
    await workbench
      .rows(/^Old one/)
      .first()
      .click();
    await workbench.page.locator('.tabs-container .tab').first().waitFor();
    await workbench.focusIncidents();
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.press('Enter');
    await filter.waitFor({ state: 'detached' });
    await workbench.rows('<img src=x').waitFor();
  });

  it('shows only mine', async () => {
    await command('Show Only My Incidents');
    await workbench.rows('Filter: Mine').waitFor();
    await workbench.screenshot('tree-07-mine');
    await command('Clear Incident Filter');
    await workbench.rows('Filter: Mine').waitFor({ state: 'detached' });
    await workbench.rows('<img src=x').waitFor();
  });

  it('draws one row when one incident changes: the selection and what is closed stay', async () => {
    await command('Group Incidents By');
    await workbench.pick('Severity');
    await group('High').waitFor();
    await workbench.toggle(group('High'));
    const row = workbench.incidents('<img src=x');
    await row.click();
    await desk.server.store.update('INC-66', { status: 'investigating' }, { subject: 'eve', clientId: 'x' });
    await command('Refresh Incidents');
    await workbench.incidents(/<img[^]*Investigating/).waitFor();
    assert.equal(await group('High').getAttribute('aria-expanded'), 'false');
    assert.match((await workbench.incidents('<img src=x').getAttribute('class')) ?? '', /selected/);
  });

  it('can be read in every theme', async () => {
    for (const [at, theme] of THEMES.entries()) {
      await desk.configure({ ...desk.settings, 'workbench.colorTheme': theme });
      await workbench.reload();
      await workbench.openIncidents();
      await workbench.incidents().first().waitFor();
      const kind = ['vs-dark', 'vs', 'hc-black', 'hc-light'][at] ?? '';
      await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
      await workbench.screenshot(`tree-08-${kind}`);
    }
  });

  it('has the last known rows and their time when a window opens without the server', async () => {
    await desk.server.close();
    await workbench.reload();
    await workbench.openIncidents();
    await workbench.incidents('<img src=x').waitFor();
    await workbench.sidebar.getByText('Offline since').waitFor();
    await workbench.screenshot('tree-09-offline');
  });
});
