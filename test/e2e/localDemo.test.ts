import assert from 'node:assert/strict';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { Workbench } from './support/workbench.ts';

describe('The local demo that the extension carries', () => {
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    desk = await startDesk({ configured: false });
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  it('leads somebody without Okta from the welcome view to the first incidents', async () => {
    await signIn(workbench, context, { button: 'Try the Local Demo', person: 'Victor Okafor' });
    await workbench.statusBar.getByText('victor', { exact: false }).waitFor();
    assert.equal(desk.okta.requests.length, 0);
    await workbench.screenshot('20-local-demo');
  });

  it('says in words that a viewer may not create an incident', async () => {
    await workbench.runCommand('Incident Desk: Create Incident');
    const form = await workbench.webview('form #field-title');
    await form.locator('#field-title').fill('Not allowed');
    await form.locator('button[type=submit]').click();
    // The missing permission is asked for, and a viewer does not get it.
    await workbench.dialog.filter({ hasText: 'incidents:write' }).waitFor();
    const opened = context.waitForEvent('page');
    await workbench.clickInDialog('Continue');
    const login = await opened;
    await login.getByRole('button', { name: 'Victor Okafor' }).click();
    await workbench.page.bringToFront();
    await form.locator('.problem').filter({ hasText: 'incidents:write' }).waitFor();
    await workbench.screenshot('21-viewer');
    assert.equal(await workbench.incidents('Not allowed').count(), 0);
  });

  it('is gone when it is stopped: signed out, and no server in the settings', async () => {
    await workbench.runCommand('Incident Desk: Stop Local Demo');
    await workbench.welcome('Try the Local Demo').waitFor();
    await workbench.screenshot('22-demo-stopped');
  });
});
