import assert from 'node:assert/strict';
import type { Browser, BrowserContext } from 'playwright-core';
import { openAccounts, signOutFromAccounts } from './support/accountsMenu.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { isRefreshTokenActive } from './support/introspect.ts';
import { ownLog } from './support/ownLog.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { secretsLogged } from './support/secretsLogged.ts';
import { signIn } from './support/signIn.ts';
import { talkative } from './support/talkative.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

/** What a sign-in, a refresh and a sign-out are made of. */
const KINDS = ['state', 'nonce', 'code', 'code_verifier', 'access_token', 'id_token', 'refresh_token', 'token'];

describe('The logs of VS Code at their most talkative', () => {
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    desk = await startDesk({ configured: true });
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, talkative(desk.editor.url));
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  it('tell of a sign-in, a refresh and a sign-out', async () => {
    await workbench.openIncidents();
    await signIn(workbench, context);
    const refreshes = () => desk.okta.requests.filter(({ grantType }) => grantType === 'refresh_token').length;
    desk.expireAccessTokens();
    await workbench.runCommand('Incident Desk: Refresh Incidents');
    await waitUntil(() => Promise.resolve(refreshes() > 0));
    await workbench.incidents('Checkout returns 502').waitFor();
    const token = desk.refreshTokens.at(-1) ?? '';
    await openAccounts(workbench, /erin/i);
    await signOutFromAccounts(workbench, /erin/i);
    await waitUntil(async () => !(await isRefreshTokenActive(desk.okta, token)));
    await waitUntil(async () => (await ownLog(desk)).includes('Signed in to'));
    assert.match(await ownLog(desk), /\[debug\] Discovered issuer/);
  });

  it('show in the Output view what the extension logged', async () => {
    await workbench.runCommand('Incident Desk: Show Log');
    await workbench.page.locator('.part.panel .view-lines', { hasText: 'Discovered' }).waitFor();
    await workbench.screenshot('secrets-in-logs');
  });

  it('hold no token, code, verifier, state or secret', async () => {
    const kinds = new Set(desk.secrets.values());
    for (const kind of KINDS) assert.ok(kinds.has(kind), kind);
    assert.deepEqual(await secretsLogged(desk), []);
  });
});
