import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

describe('A server that one person shares with another', () => {
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;
  let link: string;

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

  const settings = () => readFile(path.join(desk.userDataDir, 'User/settings.json'), 'utf8');
  const paste = async (text: string): Promise<void> => {
    await workbench.runCommand('Incident Desk: Add Server');
    await workbench.answer('add-server link', text);
  };

  it('is copied as a link', async () => {
    await workbench.runCommand('Incident Desk: Copy Add-Server Link');
    await workbench.notification(/Copied a vscode:\/\/ link/).waitFor();
    await workbench.screenshot('47-link-copied');
    link = await workbench.page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /^vscode:\/\/incident-desk\.incident-desk\/add-server\?name=Local%20demo&url=http/);
  });

  it('goes with redirect URIs for the desktop, though the editor runs in a browser', async () => {
    await workbench.runCommand('Incident Desk: Copy Redirect URIs for Okta');
    const dialog = workbench.dialog.filter({ hasText: 'vscode://incident-desk.incident-desk/callback' });
    await dialog.filter({ hasText: desk.relay }).waitFor();
    await workbench.screenshot('48-redirect-uris');
    const copied = await workbench.page.evaluate(() => navigator.clipboard.readText());
    assert.doesNotMatch(copied, /code-oss/);
    await workbench.page.close();
  });

  it('is shown with every value, and not added when the other person declines', async () => {
    await desk.configure({ ...desk.settings, 'incidentDesk.servers': [] });
    workbench = await Workbench.open(context, desk.editor.url);
    await workbench.openIncidents();
    await paste(link);
    const dialog = workbench.dialog.filter({ hasText: 'Add the server "Local demo"?' });
    await dialog.waitFor();
    for (const value of [desk.server.url, desk.okta.issuer, desk.okta.clientId, desk.relay]) {
      await dialog.filter({ hasText: value }).waitFor();
    }
    await workbench.screenshot('40-add-server-link');
    await workbench.clickInDialog('Cancel');
    assert.doesNotMatch(await settings(), /Local demo/);
  });

  it('is added by a click, and signed in to by another one alone', async () => {
    await paste(link);
    await workbench.clickInDialog('Add');
    await workbench.notification('Added the server "Local demo".').waitFor();
    await waitUntil(async () => (await settings()).includes('Local demo'));
    await workbench.screenshot('41-server-added');
    assert.equal(await workbench.dialog.count(), 0);
    const added = await workbench.pastNotification('Added the server');
    await added.getByText('Sign In').click();
    await workbench.dialog.filter({ hasText: 'wants to sign in using' }).waitFor();
    await workbench.clickInDialog('Cancel');
  });

  it('is not added a second time', async () => {
    await paste(link);
    await workbench.notification('This server is there already').waitFor();
    assert.equal((await settings()).split('Local demo').length, 2);
  });
});
