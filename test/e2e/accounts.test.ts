import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { screenshotPath } from './support/browser.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { beginSignIn, logIn, TwoWindows } from './support/twoWindows.ts';

const ERIN = 'erin.alvarez@example.com';
const VICTOR = 'victor.okafor@example.com';

describe('Two accounts at one server, by clicks', () => {
  let windows: TwoWindows;
  before(async () => {
    windows = await TwoWindows.start({ okta: { singleSignOn: true } });
  });
  after(() => windows.close());
  screenshotOnFailure(() => windows.first);

  const uses = (account: string) => windows.first.statusBar.getByText(account, { exact: false }).waitFor();
  const enter = async (opened: Promise<Page>, person: string): Promise<void> => {
    const login = await opened;
    await logIn(login, person);
    await windows.first.page.bringToFront();
    // It stays open: closed at once it would not lead back to the editor.
    await windows.first.incidents().first().waitFor();
  };

  it('are signed in side by side', async () => {
    const { first } = windows;
    const opened = windows.nextPage();
    await beginSignIn(first);
    await enter(opened, 'Erin Alvarez');
    await uses(ERIN);
    await first.runCommand('Incident Desk: Switch Account');
    const again = windows.nextPage();
    await first.pick('Use another account');
    await first.dialog.filter({ hasText: /sign in/ }).waitFor();
    await first.clickInDialog('Allow');
    await enter(again, 'Victor Okafor');
    await uses(VICTOR);
  });

  it('are switched between by a command, whose Enter takes the one that is not in use', async () => {
    const { first } = windows;
    await first.runCommand('Incident Desk: Switch Account');
    await first.quickInput.getByText(VICTOR).waitFor();
    await first.screenshot('64-account-picker');
    await first.page.keyboard.press('Enter');
    await uses(ERIN);
    await first.incidents().first().waitFor();
  });

  it('end one by one: the other one goes on', async () => {
    const { first } = windows;
    await first.runCommand('Incident Desk: Sign Out');
    await first.quickInput
      .getByText('Sign out of which account?')
      .or(first.quickInput.getByText(VICTOR))
      .first()
      .waitFor();
    await first.screenshot('65-sign-out-picker');
    await first.pick(VICTOR);
    const told = first.notification('Sign Out of the Browser Too');
    await told.filter({ hasText: `${VICTOR} (Local demo) is signed out. ${ERIN} (Local demo) stays` }).waitFor();
    await first.screenshot('69-signed-out');
    await uses(ERIN);
    assert.ok((await first.incidents().count()) > 0);
    await first.runCommand('Notifications: Clear All Notifications');
  });

  it("end with the browser's own session, where the person wants it", async () => {
    const { first } = windows;
    await first.runCommand('Incident Desk: Sign Out');
    const opened = windows.nextPage();
    await first
      .notification('is signed out')
      .locator('.monaco-button', { hasText: 'Sign Out of the Browser Too' })
      .click();
    const page = await opened;
    await page.getByRole('heading', { name: 'Signed out' }).waitFor();
    await page.screenshot({ path: screenshotPath('66-browser-signed-out') });
    await page.close();
    const login = windows.nextPage();
    await beginSignIn(first, { confirmed: true });
    await enter(login, 'Erin Alvarez');
  });
});
