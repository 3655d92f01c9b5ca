import type { Browser, BrowserContext } from 'playwright-core';
import { DEMO_PEOPLE } from '../../src/demo/authorizationServer/people.ts';
import type { AuthorizationServer } from '../../src/demo/authorizationServer/options.ts';
import { startAuthorizationServer } from '../../src/demo/authorizationServer/startAuthorizationServer.ts';
import { CALCULATOR_SCOPE, startCalculatorServer } from '../peers/calculatorServer.ts';
import type { Calculator } from '../peers/calculatorServer.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { Workbench } from './support/workbench.ts';

const PERSON = 'Erin Alvarez';

describe('A server with a scope for each tool, by clicks in VS Code', () => {
  let desk: Desk;
  let okta: AuthorizationServer;
  let calculator: Calculator;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    desk = await startDesk({ configured: false });
    const people = DEMO_PEOPLE.map((person) => ({ ...person, scopes: Object.values(CALCULATOR_SCOPE) }));
    okta = await startAuthorizationServer({ people, redirectUris: [desk.relay], singleSignOn: false });
    const { issuer, audience, clientId } = okta;
    calculator = await startCalculatorServer({ issuer, audience });
    const entry = { name: 'Calculator', url: calculator.url, issuer, clientId, relay: desk.relay };
    await desk.configure({ ...desk.settings, 'incidentDesk.servers': [entry] });
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
  });
  after(async () => {
    await browser.close();
    await calculator.close();
    await okta.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  /** Agrees to what the extension shows, and signs in at the stand-in. */
  const agree = async (shown: string, sight: string): Promise<void> => {
    await workbench.dialog.filter({ hasText: shown }).waitFor();
    await workbench.screenshot(sight);
    const opened = context.waitForEvent('page');
    await workbench.clickInDialog('Continue');
    const login = await opened;
    // It stays open: closed at once it would not lead back to the editor.
    await login.getByRole('button', { name: PERSON }).click();
    await workbench.page.bringToFront();
  };
  const call = async (tool: string): Promise<void> => {
    await workbench.runCommand('Incident Desk: Call Tool');
    await workbench.pick(`${tool}s two numbers`);
    await workbench.answer(': a', '5');
    await workbench.answer(': b', '3');
    await workbench.clickInDialog('Call');
  };

  it('adds with the first consent', async () => {
    await workbench.runCommand('Incident Desk: Sign In');
    await workbench.dialog.filter({ hasText: 'wants to sign in using' }).waitFor();
    await workbench.clickInDialog('Allow');
    await agree(CALCULATOR_SCOPE.add, '42-first-consent');
    await workbench.statusBar.getByText('erin', { exact: false }).waitFor();
    await call('Add');
    await workbench.page.locator('.view-lines', { hasText: '8' }).first().waitFor();
  });

  it('subtracts after asking for the permission that is missing', async () => {
    await call('Subtract');
    await agree(`For this you also need: ${CALCULATOR_SCOPE.subtract}`, '43-step-up');
    await workbench.tab('subtract').waitFor();
    await workbench.page.locator('.view-lines', { hasText: '2' }).first().waitFor();
    await workbench.screenshot('44-stepped-up');
  });
});
