import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Frame } from 'playwright-core';
import { sampleIncidents } from '../../src/demo/sampleIncidents.ts';
import { startServer } from '../../src/server/startServer.ts';
import type { RunningServer } from '../../src/server/startServer.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signInByCommand } from './support/signInByCommand.ts';
import { Workbench } from './support/workbench.ts';

const OTHER_AUDIENCE = 'https://another-audience.example';
const SUMMARY = / to be mended: | to be mended; |Everything works|Nothing is in the way/;

describe('Diagnose Connection, by clicks', () => {
  let desk: Desk;
  let picky: RunningServer;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    desk = await startDesk({ configured: true });
    const { issuer } = desk.okta;
    picky = await startServer({ issuer, audience: OTHER_AUDIENCE });
    await picky.store.import(sampleIncidents(Date.now()));
    ({ browser, context } = await openBrowser());
    await openIn('Light 2026');
  });
  after(async () => {
    await browser.close();
    await picky.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  /** A window in a theme, with three servers: a good one, one with a wrong client ID, one that wants another audience. */
  const openIn = async (theme: string): Promise<void> => {
    const { settings, server, relay, okta } = desk;
    const entry = { issuer: okta.issuer, clientId: okta.clientId, relay };
    await desk.configure({
      ...settings,
      'workbench.colorTheme': theme,
      'incidentDesk.servers': [
        { ...entry, name: 'Good', url: server.url },
        {
          ...entry,
          name: 'Unknown client',
          url: server.url,
          clientId: 'not-there',
        },
        { ...entry, name: 'Other audience', url: picky.url },
      ],
    });
    workbench = await Workbench.open(context, desk.editor.url);
    await workbench.openIncidents();
  };

  /** Diagnoses a server, gives the report as it is rendered. */
  const diagnose = async (server: string): Promise<Frame> => {
    await workbench.runCommand('Incident Desk: Diagnose Connection');
    await workbench.pick(server);
    // The notification goes by itself, maybe before the report is rendered.
    const told = workbench.notification(SUMMARY).first().waitFor();
    const [report] = await Promise.all([workbench.webview(`h1:has-text("Connection to ${server}")`), told]);
    return report;
  };
  const part = (report: Frame, step: string) => report.locator('h2', { hasText: step });
  const copied = async (): Promise<string> => {
    const report = await workbench.page.evaluate(() => navigator.clipboard.readText());
    assert.match(report, /^Connection to /);
    assert.match(report, /no token and no secret/);
    assert.deepEqual(
      desk.tokens.filter((token) => report.includes(token)),
      [],
    );
    return report;
  };

  it('tells somebody who is not signed in that nothing is in the way, and copies that', async () => {
    const report = await diagnose('Good');
    await report.getByText('Nothing is in the way of signing in').waitFor();
    await part(report, '7. The permissions exist — ✓ good').waitFor();
    await part(report, '8. The token — – not checked').waitFor();
    await workbench.screenshot('80-diagnosis-signed-out');
    const summary = await workbench.pastNotification(SUMMARY);
    await summary.locator('.monaco-button', { hasText: 'Copy Report' }).click();
    await workbench.statusBar.getByText('Report copied').waitFor();
    assert.match(await copied(), /Nothing is in the way of signing in/);
  });

  it('names the step, what to change and where in Okta when the client ID is wrong', async () => {
    await workbench.page.close();
    await openIn('Dark 2026');
    const report = await diagnose('Unknown client');
    await report.getByText('One step has to be mended: step 5, "The issuer knows the application"').waitFor();
    assert.match(await report.locator('h2').first().innerText(), /^5\. The issuer knows the application/);
    await part(report, '5. The issuer knows the application — ✗ to be mended').waitFor();
    await report.getByText('In Okta: Applications > your app > General. Compare the Client ID').waitFor();
    await report.getByText('not-there').waitFor();
    await part(report, '6. The way back is registered — – not checked').waitFor();
    await workbench.screenshot('81-diagnosis-unknown-client');
    await workbench.runCommand('Incident Desk: Copy Diagnosis Report');
    await workbench.statusBar.getByText('Report copied').waitFor();
    assert.match(await copied(), /Copy Redirect URIs for Okta/);
  });

  it('shows what the token says, and not the token, to somebody who is signed in', async () => {
    await signInByCommand(workbench, context, { server: 'Good' });
    const report = await diagnose('Good');
    await report.getByText('Everything works').waitFor();
    await part(report, '8. The token').waitFor();
    for (const text of [desk.okta.audience, desk.okta.issuer, 'erin.alvarez@example.com']) {
      await report.getByText(text).first().waitFor();
    }
    await part(report, '9. A trial call — ✓ good').waitFor();
    await workbench.screenshot('82-diagnosis-signed-in');
    const earlier = await workbench.pastNotification('step 5');
    await earlier.locator('.monaco-button', { hasText: 'Copy Report' }).click();
    await workbench.statusBar.getByText('Report copied').waitFor();
    assert.match(await copied(), /^Connection to Unknown client/, 'the report that the notification tells of');
    await workbench.statusBar.getByText('Report copied').waitFor({ state: 'hidden' });
    await workbench.runCommand('Incident Desk: Copy Diagnosis Report');
    await workbench.statusBar.getByText('Report copied').waitFor();
    assert.ok(desk.tokens.length >= 3);
    assert.match(await copied(), /erin.alvarez@example/);
  });

  it('tells that the server wants another token than the issuer gives', async () => {
    await workbench.page.close();
    await openIn('Default High Contrast');
    await signInByCommand(workbench, context, { server: 'Other audience' });
    const report = await diagnose('Other audience');
    await part(report, '9. A trial call — ✗ to be mended').waitFor();
    await report.getByText('The server refuses a token that is fresh').waitFor();
    await report.getByText(`audience ${desk.okta.audience}`).waitFor();
    await report.getByText('your server > Settings > Audience').first().waitFor();
    assert.match(await report.locator('h2').first().innerText(), /^9\. A trial call/);
    await workbench.screenshot('83-diagnosis-other-audience');
    await workbench.runCommand('Incident Desk: Copy Diagnosis Report');
    await workbench.statusBar.getByText('Report copied').waitFor();
    await copied();
  });
});
