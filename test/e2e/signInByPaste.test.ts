import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { settingsWith } from './support/settingsWith.ts';
import { tokensInClear } from './support/tokensInClear.ts';
import { beginSignIn, cancelSignIn, clickLink, logIn, TwoWindows, waitingSignIn } from './support/twoWindows.ts';
import type { Workbench } from './support/workbench.ts';

const FAILED_PAGE = 'http://127.0.0.1:33419/callback';

describe('Signing in by a pasted address, without a relay and with two windows open', () => {
  let windows: TwoWindows;
  let pasted: string;
  before(async () => {
    windows = await TwoWindows.start({ settings: (desk) => settingsWith(desk, {}) });
  });
  after(() => windows.close());
  screenshotOnFailure(() => windows.first);

  const question = (window: Workbench) => window.quickInput.filter({ hasText: 'paste the address' });
  const paste = async (window: Workbench, text: string): Promise<void> => {
    await window.page.bringToFront();
    await window.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    const input = question(window).locator('input');
    await input.fill('');
    await input.press('Control+V');
    await input.press('Enter');
  };
  /** Signs in, and gives the address of the page that cannot be loaded. */
  const failedAddress = async (login: Page): Promise<string> => {
    const failed = login.waitForEvent('requestfailed', (request) => request.url().startsWith(FAILED_PAGE));
    await logIn(login);
    return (await failed).url();
  };

  it('is reached by the keyboard alone, and ends with its question when it is cancelled', async () => {
    const { first } = windows;
    /** The row that Enter would take. */
    const chosen = (text: string) => first.quickInput.locator('.monaco-list-row.focused', { hasText: text });
    await beginSignIn(first);
    await chosen('Type a code').waitFor();
    await first.page.keyboard.press('Enter');
    await waitingSignIn(first).getByText('Your code is').waitFor();
    await first.page.keyboard.press('F1');
    await first.quickInput.locator('input').fill('>Incident Desk: Sign In Another Way');
    await chosen('Sign In Another Way').waitFor();
    await first.page.keyboard.press('Enter');
    await first.quickInput.getByText('Paste an address instead').waitFor();
    await first.screenshot('75-another-way-without-relay');
    const opened = windows.nextPage();
    await first.page.keyboard.type('paste');
    await chosen('Paste an address instead').waitFor();
    await first.page.keyboard.press('Enter');
    await (await opened).close();
    await question(first).waitFor();
    await first.page.keyboard.press('Escape');
    await question(first).waitFor({ state: 'hidden' });
    await clickLink(first, 'paste it');
    await question(first).waitFor();
    await cancelSignIn(first);
    await question(first).waitFor({ state: 'hidden' });
    assert.equal(await first.notification().count(), 0);
  });

  it('ends in silence by Escape before a way was chosen', async () => {
    const { first, desk } = windows;
    const before = desk.okta.requests.filter(({ path }) => path.endsWith('/device/authorize')).length;
    await beginSignIn(first, { confirmed: true });
    await first.quickInput.getByText('Paste an address').waitFor();
    await first.page.keyboard.press('Escape');
    await waitingSignIn(first).waitFor({ state: 'hidden' });
    assert.equal(await first.notification().count(), 0);
    assert.equal(desk.okta.requests.filter(({ path }) => path.endsWith('/device/authorize')).length, before);
  });

  it('explains an address that is the wrong one, and waits on', async () => {
    const { first } = windows;
    await beginSignIn(first, { confirmed: true });
    const opened = windows.nextPage();
    await first.pick('Paste an address');
    const login = await opened;
    await login.getByText('Erin Alvarez').waitFor();
    await first.page.bringToFront();
    assert.equal(await question(first).locator('input').getAttribute('type'), 'password');
    await first.screenshot('76-paste');
    const wrong: readonly (readonly [string, string | RegExp])[] = [
      ['the page with my code', 'That is no address'],
      [login.url(), 'the address of the sign-in page'],
      ['https://example.com/?code=1', 'the address of another page'],
      [`${FAILED_PAGE}?state=1`, 'The end of the address is missing'],
      [`${FAILED_PAGE}?code=1&state=another`, 'from another sign-in'],
    ];
    for (const [address, words] of wrong) {
      await paste(first, address);
      await question(first).locator('.quick-input-message', { hasText: words }).waitFor();
    }
    await first.screenshot('77-wrong-address');
    assert.equal(await waitingSignIn(first).count(), 1);
    pasted = await failedAddress(login);
    await login.close();
  });

  it('takes the address of the page that could not be loaded, and signs both windows in', async () => {
    const { first } = windows;
    await paste(first, pasted);
    await first.incidents().first().waitFor();
    await first.screenshot('78-pasted');
    await windows.signedIn(first);
  });

  it('leaves neither a token nor what was pasted in clear anywhere', async () => {
    const { first, desk } = windows;
    const { searchParams } = new URL(pasted);
    const secrets = ['code', 'state'].map((name) => searchParams.get(name) ?? '');
    assert.ok(secrets.every((text) => text.length > 20));
    assert.deepEqual(await tokensInClear(desk, first.page, secrets), []);
  });
});
