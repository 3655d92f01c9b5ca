import assert from 'node:assert/strict';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { Workbench } from './support/workbench.ts';

describe('When something is wrong', () => {
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    desk = await startDesk({ configured: true });
    ({ browser, context } = await openBrowser());
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  /** A window opened after the settings were written: without native modules this VS Code does not watch the file. */
  const openWith = async (settings: Readonly<Record<string, unknown>>) => {
    await desk.configure({ ...desk.settings, ...settings });
    workbench = await Workbench.open(context, desk.editor.url);
    await workbench.openIncidents();
  };

  it('names the field of the settings that cannot be read, where the incidents would be', async () => {
    await openWith({ 'incidentDesk.servers': [{ name: 'Broken', url: 'ftp://incidents.example.com/mcp' }] });
    await workbench.sidebar
      .getByText(/servers\[0\]\.url|url/)
      .first()
      .waitFor();
    await workbench.sidebar.getByText('Open Settings').first().waitFor();
    await workbench.screenshot('30-bad-settings');
    await workbench.page.close();
  });

  it('says that a server cannot be reached when somebody signs in to it', async () => {
    await openWith({ 'incidentDesk.servers': [{ name: 'Down', url: 'http://127.0.0.1:9/mcp', relay: desk.relay }] });
    await workbench.welcome('Sign In').first().click();
    await workbench.clickInDialog('Allow');
    await workbench.notification(/127\.0\.0\.1:9 cannot be reached/).waitFor();
    await workbench.screenshot('31-server-down');
    await workbench.page.close();
  });

  it('says that the sign-in has ended when Okta ended it', async () => {
    await openWith({});
    await signIn(workbench, context);
    const token = desk.refreshTokens.at(-1);
    assert.ok(token);
    const body = new URLSearchParams({ token, client_id: desk.okta.clientId });
    await fetch(`${desk.okta.issuer}/v1/revoke`, { method: 'POST', body });
    desk.expireAccessTokens();
    await workbench.runCommand('Incident Desk: Refresh Incidents');
    await workbench.sidebar
      .getByText(/sign-in has ended/)
      .first()
      .waitFor();
    await workbench.screenshot('33-session-ended');
    await signIn(workbench, context, { confirmed: true });
    await workbench.page.close();
  });

  it('keeps the rows, marked as old, when the server goes away', async () => {
    await openWith({});
    await workbench.incidents().first().waitFor();
    const titles = () => workbench.incidents().locator('.label-name').allInnerTexts();
    const before = await titles();
    await desk.server.close();
    await workbench.runCommand('Incident Desk: Refresh Incidents');
    await workbench.sidebar
      .getByText(/cannot be reached/)
      .first()
      .waitFor();
    // The message takes the room of the last ones.
    assert.deepEqual((await titles()).slice(0, 12), before.slice(0, 12));
    assert.ok(before.length >= 12);
    await workbench.screenshot('32-offline');
  });
});
