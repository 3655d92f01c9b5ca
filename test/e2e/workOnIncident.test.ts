import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { incidentLink } from '../../src/vscode/incidents/links/incidentLink.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';
import { incidentWith } from '../integration/support/incidents.ts';

const ID = 'INC-7001';
const TITLE = 'Receipts are printed twice';

describe('Work on an incident, by clicks in VS Code', () => {
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', path.join(path.dirname(desk.userDataDir), 'checkout'), ...args], { encoding: 'utf8' });
  /** As a link that was clicked in a browser or a mail comes to the editor. */
  const openLink = async (link: string): Promise<void> => {
    await workbench.runCommand('Developer: Open URL');
    await workbench.quickInput.locator('input').fill(link);
    await workbench.page.keyboard.press('Enter');
    await workbench.dialog.filter({ hasText: 'Incident Desk' }).waitFor();
    await workbench.clickInDialog('Open');
  };
  const linkTo = (server: string, id: string) => incidentLink('code-oss', { server, id });
  const fromMenu = async (entry: string): Promise<void> => {
    await workbench.menuOf(workbench.incidents(TITLE));
    await workbench.choose(entry);
  };

  before(async () => {
    desk = await startDesk({ configured: true });
    await desk.server.store.import([
      incidentWith({
        id: ID,
        title: TITLE,
        severity: 'critical',
        service: 'receipts',
        createdAt: new Date().toISOString(),
      }),
    ]);
    git('init', '--quiet', '--initial-branch=main');
    git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--allow-empty', '-m', 'Begin');
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  it('begins with a link, which has the person sign in first and then shows the page', async () => {
    await signIn(workbench, context, { begin: () => openLink(linkTo(desk.server.url, ID)) });
    const page = await workbench.webview('#actions');
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    await workbench.screenshot('work-01-link');
  });

  it('adds no server for a link to another one, and shows which it would be', async () => {
    await openLink(linkTo('https://evil.example/mcp', 'INC-1'));
    await workbench.dialog.filter({ hasText: 'on a server that is not set up here' }).waitFor();
    await workbench.dialog.filter({ hasText: 'https://evil.example/mcp' }).waitFor();
    await workbench.screenshot('work-02-unknown-server');
    await workbench.clickInDialog('Cancel');
  });

  it('says once that a link which would change something opens nothing', async () => {
    await openLink(`${linkTo(desk.server.url, ID)}&status=resolved`);
    await workbench.notification('This link opens no incident').waitFor();
    assert.equal((await desk.server.store.get(ID))?.status, 'open');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('triages all incidents by patterns, from the view', async () => {
    await workbench.sidebar.locator('.pane-header', { hasText: 'Incidents' }).hover();
    await workbench.sidebar.locator('a.action-label[aria-label^="Triage Incidents"]').click();
    await workbench.quickInput.filter({ hasText: 'By severity' }).waitFor();
    await workbench.screenshot('work-03-triage-focus');
    await workbench.pick('By patterns');
    await workbench.tab(/Triage Incidents/).waitFor();
    await waitUntil(async () => (await workbench.editorText()).includes('Look for patterns'));
    await workbench.screenshot('work-04-triage');
  });

  it('has a post-mortem written, from the menu of the row', async () => {
    await fromMenu('Write Post-mortem');
    await workbench.tab(`Write Post-mortem ${ID}`).waitFor();
    await waitUntil(async () => (await workbench.editorText()).includes('blameless post-mortem'));
    await workbench.screenshot('work-05-postmortem');
  });

  it('creates the branch of the incident, from the menu of the row', async () => {
    await fromMenu('Create Branch for Incident');
    await waitUntil(() => Promise.resolve(git('branch', '--show-current').trim() !== 'main'));
    assert.equal(git('branch', '--show-current').trim(), `incident/${ID}-receipts-are-printed-twice`);
    await workbench.statusBar.getByText(`incident/${ID}`).first().waitFor();
    await workbench.screenshot('work-06-branch');
  });

  it('inserts a reference where the person writes', async () => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('File: New Untitled Text File');
    await workbench.tab('Untitled-1').waitFor();
    await fromMenu('Insert Incident Reference');
    await waitUntil(async () => (await workbench.editorText()).includes(`${ID} (vscode://`));
    await workbench.screenshot('work-07-reference');
  });
});
