import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { screenshotPath } from './support/browser.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { settingsWith } from './support/settingsWith.ts';
import { tokensInClear } from './support/tokensInClear.ts';
import { beginSignIn, clickLink, logIn, TwoWindows, waitingSignIn } from './support/twoWindows.ts';
import type { Workbench } from './support/workbench.ts';

describe('Signing in by a device code, without a relay and with two windows open', () => {
  let windows: TwoWindows;
  before(async () => {
    windows = await TwoWindows.start({ settings: (desk) => settingsWith(desk, {}) });
  });
  after(() => windows.close());
  screenshotOnFailure(() => windows.first);

  const deviceRequests = () => windows.desk.okta.requests.filter(({ path }) => path.endsWith('/device/authorize'));
  /** The code that a window shows. */
  const codeIn = async (window: Workbench): Promise<string> => {
    await waitingSignIn(window).getByText('Your code is').waitFor();
    const [, code] = /Your code is (\w+)/.exec(await waitingSignIn(window).innerText()) ?? [];
    assert.ok(code);
    return code;
  };
  /** Approves a code on the device page; a browser that signed in for one code is not asked again for the next one. */
  const approve = async (device: Page, code: string, options: { readonly login: boolean }): Promise<void> => {
    await device.getByText(code).waitFor();
    await device.screenshot({ path: screenshotPath('72-device-page') });
    await device.getByRole('button', { name: 'Yes, continue' }).click();
    if (options.login) await logIn(device);
    await device.getByRole('heading', { name: 'Device activated' }).waitFor();
    await device.close();
  };

  it('asks first how to sign in, then shows the code, and opens nothing before the person wants it', async () => {
    const { first, context } = windows;
    const pages = context.pages().length;
    await beginSignIn(first);
    await first.quickInput.getByText('You get a short code').waitFor();
    for (const link of ['Type a code', 'Paste an address']) {
      await waitingSignIn(first).locator('a', { hasText: link }).waitFor();
    }
    await first.screenshot('69-choose-how-to-sign-in');
    assert.deepEqual(deviceRequests(), []);
    await first.pick('Type a code');
    await codeIn(first);
    for (const link of ['Copy the code and open', 'Copy the link to the page', 'Paste an address instead']) {
      await waitingSignIn(first).locator('a', { hasText: link }).waitFor();
    }
    assert.equal(context.pages().length, pages);
    await first.screenshot('70-device-code');
  });

  it('gives the window beside it a code of its own', async () => {
    const { first, second } = windows;
    await beginSignIn(second, { confirmed: true });
    await clickLink(second, 'Type a code');
    assert.notEqual(await codeIn(second), await codeIn(first));
    await second.screenshot('71-device-code-beside');
  });

  it('copies the code, opens the page, and signs in the window whose code was approved', async () => {
    const { first, second } = windows;
    await first.page.bringToFront();
    const code = await codeIn(first);
    const opened = windows.nextPage();
    await clickLink(first, 'Copy the code and open');
    await approve(await opened, code, { login: true });
    await first.page.bringToFront();
    assert.equal(await first.page.evaluate(() => navigator.clipboard.readText()), code);
    await first.incidents().first().waitFor();
    await waitingSignIn(first).waitFor({ state: 'hidden' });
    await first.screenshot('73-device-signed-in');
    await second.page.bringToFront();
    await codeIn(second);
  });

  it('signs in the other one by its own code, and both stay so', async () => {
    const { first, second } = windows;
    const code = await codeIn(second);
    const opened = windows.nextPage();
    await clickLink(second, 'Copy the code and open');
    await approve(await opened, code, { login: false });
    await second.page.bringToFront();
    await second.incidents().first().waitFor();
    for (const window of [first, second]) {
      await window.page.bringToFront();
      await window.reload();
      await window.openIncidents();
      await window.incidents().first().waitFor();
    }
  });

  it('refreshes in both windows without a word', async () => {
    const { first, second, desk } = windows;
    desk.expireAccessTokens();
    for (const window of [first, second]) {
      await window.page.bringToFront();
      await window.reload();
      await window.openIncidents();
      await window.incidents().first().waitFor();
      assert.deepEqual(await window.notification().allInnerTexts(), []);
    }
    assert.ok(desk.okta.requests.some(({ grantType }) => grantType === 'refresh_token'));
  });

  it('leaves neither a token nor the code behind its code in clear anywhere', async () => {
    assert.ok(windows.desk.tokens.length >= 8, 'device codes and tokens of two sign-ins');
    assert.deepEqual(await tokensInClear(windows.desk, windows.first.page), []);
  });
});
