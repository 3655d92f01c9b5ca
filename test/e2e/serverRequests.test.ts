import assert from 'node:assert/strict';
import type { Browser, BrowserContext } from 'playwright-core';
import type { AuthorizationServer } from '../../src/demo/authorizationServer/options.ts';
import { startAuthorizationServer } from '../../src/demo/authorizationServer/startAuthorizationServer.ts';
import { startAskingServer } from '../peers/askingServer.ts';
import type { AskingServer } from '../peers/askingServer.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { Workbench } from './support/workbench.ts';

const PERSON = 'Erin Alvarez';
const FORM = {
  method: 'elicitation/create',
  params: {
    message: 'Payments has been quiet for 20 minutes. Close INC-1042 as resolved?',
    requestedSchema: {
      type: 'object',
      properties: {
        resolution: { type: 'string', title: 'Resolution', description: 'What helped, for the timeline', minLength: 3 },
        severity: {
          type: 'string',
          title: 'Severity',
          oneOf: [
            { const: 'low', title: 'Low' },
            { const: 'high', title: 'High' },
          ],
          default: 'low',
        },
        tell: {
          type: 'array',
          title: 'Tell',
          description: 'Who hears of it',
          items: { type: 'string', enum: ['support', 'status page', 'sales'] },
        },
        postmortem: { type: 'boolean', title: 'Postmortem', default: true },
      },
      required: ['resolution'],
    },
  },
};

describe('A server that asks the person, by clicks in VS Code', () => {
  let desk: Desk;
  let okta: AuthorizationServer;
  let server: AskingServer;
  let page: AskingServer;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  const configure = (theme: string): Promise<void> => {
    const { issuer, clientId } = okta;
    const scopes = ['openid', 'profile', 'incidents:read'];
    const entry = { name: 'Production', url: server.url, issuer, clientId, scopes, relay: desk.relay };
    return desk.configure({ ...desk.settings, 'incidentDesk.servers': [entry], 'workbench.colorTheme': theme });
  };

  before(async () => {
    desk = await startDesk({ configured: false });
    okta = await startAuthorizationServer({ redirectUris: [desk.relay], singleSignOn: false });
    server = await startAskingServer({ issuer: okta.issuer });
    page = await startAskingServer();
    await configure('Light 2026');
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
  });
  after(async () => {
    await browser.close();
    await Promise.all([server.close(), page.close(), okta.close()]);
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  const call = async (tool: string): Promise<void> => {
    await workbench.runCommand('Incident Desk: Call Tool');
    await workbench.pick(tool);
    await workbench.clickInDialog('Call');
  };
  const answerShows = (text: string): Promise<void> =>
    workbench.page.locator('.view-lines', { hasText: text }).first().waitFor();

  it('has a form filled in, field by field', async () => {
    server.tools.set('close_incident', [{ ask: FORM }]);
    await workbench.runCommand('Incident Desk: Sign In');
    await workbench.dialog.filter({ hasText: 'wants to sign in using' }).waitFor();
    await workbench.clickInDialog('Allow');
    await workbench.dialog.filter({ hasText: 'You sign in at' }).waitFor();
    const opened = context.waitForEvent('page');
    await workbench.clickInDialog('Continue');
    const login = await opened;
    await login.getByRole('button', { name: PERSON }).click();
    await workbench.page.bringToFront();
    await workbench.statusBar.getByText('erin', { exact: false }).waitFor();
    await login.close();
    await call('close_incident');
    await workbench.quickInput.filter({ hasText: 'Production asks' }).waitFor();
    await workbench.screenshot('60-form-light');
    await workbench.pick('Tell');
    await workbench.quickInput.filter({ hasText: 'Production: Tell' }).waitFor();
    await workbench.pick('support');
    await workbench.pick('sales');
    await workbench.screenshot('62-form-several');
    await workbench.page.keyboard.press('Enter');
    await workbench.pick('Send Answer');
    await workbench.answer('Production: Resolution', 'Restarted the queue');
    await workbench.quickInput.filter({ hasText: 'Restarted the queue' }).waitFor();
    await workbench.screenshot('63-form-filled');
    await workbench.pick('Send Answer');
    await answerShows('"tell":["support","sales"]');
    await workbench.screenshot('64-form-answered');
  });

  it('has a page opened only after the person agreed to its address', async () => {
    const address = `${page.url}?flow=connect&state=6f1c`;
    const params = { mode: 'url', message: 'Connect your chat account', url: address, elicitationId: 'e1' };
    server.tools.set('connect_chat', [{ ask: { method: 'elicitation/create', params } }]);
    await configure('Dark 2026');
    await workbench.reload();
    await workbench.page.locator('.monaco-workbench.vs-dark').waitFor();
    await call('connect_chat');
    await workbench.dialog.filter({ hasText: 'Production wants you to open a page' }).waitFor();
    await workbench.screenshot('65-page-dark');
    assert.equal(context.pages().length, 1);
    await workbench.clickInDialog('Decline');
    await answerShows('"action":"decline"');
    await configure('Light 2026');
    await workbench.reload();
    await workbench.page.locator('.monaco-workbench.vs').waitFor();
    await call('connect_chat');
    await workbench.dialog.filter({ hasText: address }).waitFor();
    await workbench.screenshot('66-page-light');
    const opened = context.waitForEvent('page');
    await workbench.clickInDialog('Open');
    // The browser-hosted editor leads to this machine by a path of its own.
    assert.match((await opened).url(), /\/mcp\?flow=connect&state=6f1c$/);
    await workbench.page.bringToFront();
    await answerShows('"action":"accept"');
  });
});
