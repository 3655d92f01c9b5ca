import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { errorOf, postForm } from '../integration/server/proxy/proxyClient.ts';
import { REGISTRATION_TOKEN } from '../integration/server/proxy/proxyWorld.ts';
import { openAccounts, signOutFromAccounts } from './support/accountsMenu.ts';
import { nextPage, openBrowser, screenshotPath } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { isRefreshTokenActive } from './support/introspect.ts';
import { goAroundPortProxy } from './support/goAroundPortProxy.ts';
import { proxyMode } from './support/proxyMode.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { secretsLogged } from './support/secretsLogged.ts';
import { talkative } from './support/talkative.ts';
import { tokensInClear } from './support/tokensInClear.ts';
import { logIn, waitingSignIn } from './support/twoWindows.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

const SAMPLE_TITLE = 'Checkout returns 502';

describe('Signing in through the proxy, by clicks in VS Code', () => {
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;
  let host: string;

  before(async () => {
    desk = await startDesk({ configured: true, okta: { registrationToken: REGISTRATION_TOKEN }, server: proxyMode });
    const { server, settings, relay } = desk;
    host = new URL(server.origin).host;
    // No client ID, and no issuer: the server names its proxy, which registers the extension.
    await desk.configure({ ...settings, 'incidentDesk.servers': [{ name: 'Team', url: server.url, relay }] });
    ({ browser, context } = await openBrowser());
    await goAroundPortProxy(context, desk.editor);
    workbench = await Workbench.open(context, talkative(desk.editor.url));
    await workbench.openIncidents();
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  const count = (event: string): number => desk.requests.filter((line) => line.includes(`"event":"${event}"`)).length;
  const atOkta = (path: string, grantType?: string): number =>
    desk.okta.requests.filter((request) => request.path.endsWith(path) && request.grantType === grantType).length;
  /** How often the incidents were listed. */
  const answered = (): number =>
    desk.requests.filter((line) => line.includes('"call":"tools/call list_incidents"') && line.includes('"status":200'))
      .length;
  const shot = (page: Page, name: string) => page.screenshot({ path: screenshotPath(name) });

  /** Agrees to what VS Code asks, up to the consent page of the proxy. */
  const openConsent = async (): Promise<Page> => {
    await workbench.welcome('Sign In').first().click();
    await workbench.dialog.filter({ hasText: 'wants to sign in using' }).waitFor();
    const opened = nextPage(context);
    await workbench.clickInDialog('Allow');
    // VS Code's own question, which is asked in the place of ours where that was answered before.
    const question = workbench.dialog.filter({ hasText: `You sign in at: ${host}` });
    await question.or(waitingSignIn(workbench).getByText('Finish in your browser')).waitFor();
    if (await question.isVisible()) {
      await question.filter({ hasText: `registers itself at: ${host}` }).waitFor();
      await workbench.screenshot('proxy-01-question');
      await workbench.clickInDialog('Continue');
    }
    const page = await opened;
    await page.getByRole('heading', { name: 'Let an editor use your incidents?' }).waitFor();
    return page;
  };

  it('says plainly that it was not allowed when the person does not agree', async () => {
    const page = await openConsent();
    await shot(page, 'proxy-02-consent');
    const facts = page.locator('dl > div');
    await facts.filter({ hasText: 'Calls itself' }).filter({ hasText: 'Incident Desk' }).waitFor();
    const place = facts.filter({ hasText: 'Gets your sign-in at' }).filter({ hasText: host });
    await place.filter({ hasText: 'passes it on to an editor' }).waitFor();
    await facts.filter({ hasText: 'Read incidents' }).filter({ hasText: 'Create and change incidents' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await workbench.page.bringToFront();
    const said = workbench.notification(`${desk.server.origin} did not allow the sign-in`);
    await said.filter({ hasText: 'cancelled on the consent page' }).waitFor();
    await workbench.screenshot('proxy-03-not-allowed');
    await page.close();
    await waitingSignIn(workbench).waitFor({ state: 'hidden' });
    await workbench.welcome('Sign In').first().waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
    assert.deepEqual([count('client_registered'), count('consent_denied'), atOkta('/v1/authorize')], [1, 1, 0]);
  });

  it('lists the incidents when the person agrees, and signs in at Okta', async () => {
    const page = await openConsent();
    await page.getByRole('button', { name: 'Agree and sign in' }).click();
    await page.getByRole('button', { name: 'Erin Alvarez' }).waitFor();
    await shot(page, 'proxy-04-okta');
    await logIn(page);
    await workbench.page.bringToFront();
    await workbench.incidents(SAMPLE_TITLE).waitFor();
    await workbench.statusBar.getByText('erin', { exact: false }).waitFor();
    await page.close();
    await workbench.screenshot('proxy-05-incidents');
    assert.deepEqual([count('client_registered'), count('signed_in'), atOkta('/v1/authorize')], [1, 1, 1]);
    await waitingSignIn(workbench).waitFor({ state: 'hidden' });
    assert.deepEqual(await workbench.notification().allInnerTexts(), []);
  });

  it('refreshes over an expired token without a word, at Okta too', async () => {
    const before = desk.refreshTokens.length;
    const calls = answered();
    desk.expireAccessTokens();
    await workbench.runCommand('Incident Desk: Refresh Incidents');
    await waitUntil(() => Promise.resolve(count('token_issued') >= 2));
    await waitUntil(() => Promise.resolve(answered() > calls));
    await workbench.incidents(SAMPLE_TITLE).waitFor();
    await workbench.screenshot('proxy-06-refreshed');
    assert.equal(atOkta('/v1/token', 'refresh_token'), 1);
    assert.equal(desk.refreshTokens.length, before + 2, 'a new one of Okta, and one of the proxy');
    assert.equal(atOkta('/v1/authorize'), 1);
    assert.deepEqual(await workbench.notification().allInnerTexts(), []);
  });

  it('leaves no token of Okta or of the proxy, and no secret, in clear', async () => {
    assert.ok(desk.refreshTokens.length >= 4, 'refresh tokens of Okta and of the proxy');
    assert.deepEqual(await tokensInClear(desk, workbench.page), []);
    assert.deepEqual(await secretsLogged(desk), []);
  });

  it('ends the grant at the proxy and at Okta when the person signs out', async () => {
    const [ofOkta = '', refresh_token = ''] = desk.refreshTokens.slice(-2);
    const registered = /"event":"client_registered","client":"([^"]+)"/;
    const client_id = registered.exec(desk.requests.join('\n'))?.[1] ?? '';
    assert.equal(await isRefreshTokenActive(desk.okta, ofOkta), true);
    await openAccounts(workbench, /erin/i);
    await signOutFromAccounts(workbench, /erin/i);
    await workbench.welcome('Sign In').first().waitFor();
    await waitUntil(() => Promise.resolve(count('upstream_revoked') === 1));
    await workbench.screenshot('proxy-07-signed-out');
    const world = { origin: desk.server.origin, server: desk.server };
    const again = await postForm(world, 'token', { grant_type: 'refresh_token', client_id, refresh_token });
    assert.equal(await errorOf(again), '400 invalid_grant');
    assert.equal(await isRefreshTokenActive(desk.okta, ofOkta), false);
    assert.deepEqual(await tokensInClear(desk, workbench.page), []);
    assert.deepEqual(await secretsLogged(desk), []);
  });
});
