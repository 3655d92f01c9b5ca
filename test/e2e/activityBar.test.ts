import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { Workbench } from './support/workbench.ts';

describe('A first look at Incident Desk', () => {
  let desk: Desk;
  let browser: Browser;
  let workbench: Workbench;

  before(async () => {
    desk = await startDesk({ configured: false });
    const opened = await openBrowser();
    browser = opened.browser;
    workbench = await Workbench.open(opened.context, desk.editor.url);
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });

  it('finds it in the activity bar, with a welcome that says what to do', async () => {
    await workbench.openIncidents();
    await workbench.welcome('Add Server').waitFor();
    assert.ok(await workbench.welcome('Try the Local Demo').isVisible());
    await workbench.screenshot('00-welcome');
  });
});
