import assert from 'node:assert/strict';
import type { Browser, BrowserContext } from 'playwright-core';
import { openAccounts, signOutFromAccounts } from './support/accountsMenu.ts';
import { openBrowser, screenshotPath } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { isRefreshTokenActive } from './support/introspect.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { tokensInClear } from './support/tokensInClear.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

const SAMPLE_TITLE = 'Checkout returns 502';
const NEW_TITLE = 'Checkout answers 502 in eu-west';

describe('The main job, by clicks in VS Code', () => {
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;
  let second: Workbench;

  before(async () => {
    desk = await startDesk({ configured: true });
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  const countRequests = (path: string, grantType?: string): number =>
    desk.okta.requests.filter((request) => request.path.endsWith(path) && request.grantType === grantType).length;
  const logins = () => countRequests('/v1/authorize');
  const refreshes = () => countRequests('/v1/token', 'refresh_token');

  it('signs in by way of consent, the login page, the relay and the URI handler; the tree fills', async () => {
    await workbench.openIncidents();
    await workbench.welcome('Sign In').first().waitFor();
    await workbench.screenshot('01-signed-out');
    await signIn(workbench, context, {
      sights: {
        consent: () => workbench.screenshot('02-consent'),
        confirmation: () => workbench.screenshot('03-confirmation'),
        loginPage: async (page) => {
          await page.screenshot({ path: screenshotPath('04-login-page') });
        },
      },
    });
    await workbench.statusBar.getByText('erin', { exact: false }).waitFor();
    await workbench.screenshot('05-incidents');
  });

  it('opens an incident', async () => {
    const row = workbench.incidents(SAMPLE_TITLE);
    await row.click();
    const page = await workbench.webview('h1');
    await page.getByRole('heading', { name: SAMPLE_TITLE }).waitFor();
    await page.getByText(/^INC-\d+$/).waitFor();
    await workbench.screenshot('06-incident');
  });

  it('creates an incident through its form; it appears without a refresh', async () => {
    await workbench.runCommand('Incident Desk: Create Incident');
    const form = await workbench.webview('form #field-title');
    await form.locator('#field-title').fill(NEW_TITLE);
    await form.locator('#field-severity-critical').check();
    await form.locator('#field-description').fill('Since the deployment at noon every second checkout fails.');
    await workbench.screenshot('07-create');
    await form.locator('button[type=submit]').click();
    await workbench.incidents(NEW_TITLE).waitFor();
    await workbench.screenshot('08-created');
  });

  it('renders the prompt triage_incidents with focus=patterns', async () => {
    await workbench.runCommand('Incident Desk: Render Prompt');
    await workbench.pick(/triage/i);
    await workbench.quickInput.locator('input').fill('patterns');
    await workbench.pick('patterns');
    await workbench.pick(/Leave this and the rest empty/);
    await workbench.tab(/triage/i).waitFor();
    await waitUntil(async () => /pattern/i.test(await workbench.editorText()));
    await workbench.screenshot('09-prompt');
  });

  it('calls the tool list_incidents with severity=critical', async () => {
    await workbench.runCommand('Incident Desk: Call Tool');
    await workbench.pick('list_incidents');
    await workbench.pick(/^Severity/i);
    await workbench.pick(/critical/i);
    await workbench.pick('Call List Incidents');
    await workbench.tab(/list/i).waitFor();
    await waitUntil(async () => (await workbench.editorText()).includes(NEW_TITLE));
    await workbench.screenshot('10-tool');
  });

  it('is still signed in after a reload of the window, with the tree filled and no login page', async () => {
    const before = logins();
    await workbench.reload();
    await workbench.openIncidents();
    await workbench.incidents(NEW_TITLE).waitFor();
    assert.equal(logins(), before);
    await workbench.screenshot('11-reloaded');
  });

  it('has the same account in a second window', async () => {
    second = await Workbench.open(context, desk.editor.url);
    await second.openIncidents();
    await second.incidents(NEW_TITLE).waitFor();
    await second.screenshot('12-second-window');
  });

  it('refreshes an expired access token unseen, once', async () => {
    const before = { logins: logins(), refreshes: refreshes() };
    desk.expireAccessTokens();
    await workbench.page.bringToFront();
    await workbench.runCommand('Incident Desk: Refresh Incidents');
    await waitUntil(() => Promise.resolve(refreshes() > before.refreshes));
    await workbench.incidents(NEW_TITLE).waitFor();
    assert.equal(refreshes(), before.refreshes + 1);
    assert.equal(logins(), before.logins);
    assert.equal(await workbench.notification().count(), 0);
    await workbench.screenshot('13-refreshed');
  });

  it('keeps working in the second window, and after a reload of either', async () => {
    const before = { logins: logins(), refreshes: refreshes() };
    await second.page.bringToFront();
    await second.runCommand('Incident Desk: Refresh Incidents');
    await second.incidents(NEW_TITLE).waitFor();
    for (const window of [second, workbench]) {
      await window.page.bringToFront();
      await window.reload();
      await window.openIncidents();
      await window.incidents(NEW_TITLE).waitFor();
    }
    assert.deepEqual({ logins: logins(), refreshes: refreshes() }, before);
  });

  it('has no token in any file, nor in the state of window and workspace', async () => {
    assert.ok(desk.tokens.length >= 6, 'tokens of a sign-in and of a refresh');
    assert.deepEqual(await tokensInClear(desk, workbench.page), []);
  });

  it('signs out from the Accounts menu: the welcome view is back, the refresh token revoked', async () => {
    const token = desk.refreshTokens.at(-1);
    assert.ok(token);
    assert.equal(await isRefreshTokenActive(desk.okta, token), true);
    await openAccounts(workbench, /erin/i);
    await workbench.screenshot('14-accounts');
    await signOutFromAccounts(workbench, /erin/i);
    await workbench.welcome('Sign In').first().waitFor();
    await waitUntil(async () => !(await isRefreshTokenActive(desk.okta, token)));
    await workbench.screenshot('15-signed-out-again');
    await second.page.bringToFront();
    await second.welcome('Sign In').first().waitFor();
    assert.equal(await second.incidents().count(), 0);
  });

  it('leaves no token behind', async () => {
    assert.deepEqual(await tokensInClear(desk, workbench.page), []);
  });
});
