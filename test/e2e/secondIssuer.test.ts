import assert from 'node:assert/strict';
import { callbackPath } from '../../src/core/oauth/callbacks/callbackPath.ts';
import type { AuthorizationServer } from '../../src/demo/authorizationServer/options.ts';
import { startAuthorizationServer } from '../../src/demo/authorizationServer/startAuthorizationServer.ts';
import { freePort } from '../../src/demo/freePort.ts';
import { sampleIncidents } from '../../src/demo/sampleIncidents.ts';
import { startServer } from '../../src/server/startServer.ts';
import type { RunningServer } from '../../src/server/startServer.ts';
import { CALLBACK_PATH } from '../../src/shared/names.ts';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signInByCommand } from './support/signInByCommand.ts';
import { Workbench } from './support/workbench.ts';

describe('Two servers with an issuer each, by clicks', () => {
  let desk: Desk;
  let okta: AuthorizationServer;
  let server: RunningServer;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;
  let ownPath: string;

  before(async () => {
    desk = await startDesk({ configured: true });
    const port = await freePort();
    const path = callbackPath(`http://127.0.0.1:${port}/oauth2/default`, { bare: false });
    ownPath = new URL(desk.relay).pathname + path.slice(CALLBACK_PATH.length);
    const redirect = new URL(ownPath, desk.relay).href;
    okta = await startAuthorizationServer({
      port,
      redirectUris: [redirect],
      audience: 'https://other',
      singleSignOn: false,
    });
    const { issuer, clientId, audience } = okta;
    server = await startServer({ issuer, audience });
    await server.store.import(sampleIncidents(Date.now()));
    const { settings, relay } = desk;
    const { url } = desk.server;
    const one = { name: 'First', url, issuer: desk.okta.issuer, clientId: desk.okta.clientId, relay };
    const two = { name: 'Second', url: server.url, issuer, clientId, relay };
    await desk.configure({ ...settings, 'incidentDesk.servers': [one, two] });
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await workbench.openIncidents();
  });
  after(async () => {
    await browser.close();
    await server.close();
    await okta.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  /** Signs in to one of the two; gives the paths of the relay that the browser came by. */
  const signInTo = async (name: string, account: string): Promise<readonly string[]> => {
    const relayed: string[] = [];
    context.on('request', (request) => {
      const { origin, pathname } = new URL(request.url());
      if (origin === new URL(desk.relay).origin) relayed.push(pathname);
    });
    await signInByCommand(workbench, context, { server: name, person: account });
    await workbench.rows(name).or(workbench.incidents()).first().waitFor();
    return relayed;
  };

  it('comes back on the path of the issuer, each', async () => {
    const path = new URL(desk.relay).pathname;
    assert.deepEqual(await signInTo('First', 'Erin Alvarez'), [path]);
    await workbench.screenshot('67-first-of-two');
    assert.ok((await signInTo('Second', 'Victor Okafor')).includes(ownPath));
    await workbench.statusBar
      .getByText(/victor|2 /)
      .first()
      .waitFor();
    await workbench.screenshot('68-two-servers');
  });

  it('asked each issuer for one token', () => {
    for (const issuer of [desk.okta, okta]) {
      const tokens = issuer.requests.filter(({ grantType }) => grantType === 'authorization_code');
      assert.equal(tokens.length, 1);
    }
  });
});
