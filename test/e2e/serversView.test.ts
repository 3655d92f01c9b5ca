import assert from 'node:assert/strict';
import type { Browser, BrowserContext } from 'playwright-core';
import { startFeatureServer, type FeatureServer } from '../peers/featureServer.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { widenSidebar } from './support/widenSidebar.ts';
import { Workbench } from './support/workbench.ts';

const SIDEBAR_EDGE = 440;
const THEMES = { light: 'Light 2026', 'high-contrast': 'Default High Contrast', dark: 'Dark 2026' };

describe('The Servers view, by clicks', () => {
  let desk: Desk;
  let other: FeatureServer;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    desk = await startDesk({ configured: true });
    other = await startFeatureServer();
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await workbench.openIncidents();
  });
  after(async () => {
    await browser.close();
    await other.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  const listIncidents = () => workbench.serverRows('List Incidents').first();

  it('says that nobody is signed in, and prompts nobody by itself', async () => {
    await workbench.openServers();
    await workbench.serverRows('signed out').waitFor();
    await workbench.serverRows(/Sign in to/).waitFor();
    assert.equal(await workbench.dialog.count(), 0);
    await workbench.screenshot('90-servers-signed-out');
  });

  it('shows what the server offers once somebody is signed in', async () => {
    await signIn(workbench, context, { begin: () => workbench.serverRows(/Sign in to/).click() });
    await workbench.serverRows('connected').waitFor();
    await workbench.serverRows(/^\s*Tools/).waitFor();
    await widenSidebar(workbench, SIDEBAR_EDGE);
    for (const group of [/^\s*Templates/, /^\s*Resources/, /^\s*Prompts/, /^\s*Tools/]) {
      await workbench.toggle(workbench.serverRows(group));
    }
    await listIncidents().waitFor();
    await workbench.screenshot('91-servers');
  });

  it('offers what can be done with a server in its menu', async () => {
    const menu = await workbench.menuOf(workbench.serverRows('connected'));
    const entries = await menu.allInnerTexts();
    for (const entry of [
      'Refresh',
      'Switch Account',
      'Sign Out',
      'Diagnose Connection',
      'Copy Add-Server Link',
      'Remove Server',
    ]) {
      assert.ok(
        entries.some((text) => text.trim() === entry),
        entry,
      );
    }
    await workbench.screenshot('92-servers-menu');
    await workbench.page.keyboard.press('Escape');
  });

  it('calls a tool when its row is clicked', async () => {
    await listIncidents().click();
    await workbench.quickInput.waitFor();
    await workbench.screenshot('93-servers-call');
    await workbench.page.keyboard.press('Escape');
  });

  it('looks right in every theme, beside a server that nobody is signed in to', async () => {
    const [first] = [desk.settings['incidentDesk.servers']].flat();
    const second = { name: 'Staging', url: other.url, issuer: desk.okta.issuer, clientId: desk.okta.clientId };
    for (const [name, theme] of Object.entries(THEMES)) {
      await desk.configure({
        ...desk.settings,
        'workbench.colorTheme': theme,
        'incidentDesk.servers': [first, second],
      });
      await workbench.reload();
      await workbench.openIncidents();
      await workbench.openServers();
      await workbench.toggle(workbench.serverRows('not connected').or(workbench.serverRows('connected')).first());
      await workbench.serverRows(/^\s*Tools/).waitFor();
      await workbench.toggle(workbench.serverRows(/^\s*Tools/));
      await listIncidents().hover();
      await workbench.screenshot(`94-servers-${name}`);
    }
  });

  it('keeps what it knew, marked, when the server goes away', async () => {
    await desk.server.close();
    await workbench.runCommand('Incident Desk: Refresh Servers');
    await workbench.serverRows('offline').first().waitFor();
    await workbench
      .serverRows(/last known/)
      .first()
      .waitFor();
    assert.ok(await listIncidents().isVisible());
    await workbench.screenshot('95-servers-offline');
  });
});
