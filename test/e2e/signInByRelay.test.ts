import assert from 'node:assert/strict';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { beginSignIn, cancelSignIn, clickLink, logIn, TwoWindows, waitingSignIn } from './support/twoWindows.ts';

describe('Signing in by the relay page, with two windows open', () => {
  let windows: TwoWindows;
  before(async () => {
    windows = await TwoWindows.start();
  });
  after(() => windows.close());
  screenshotOnFailure(() => windows.first);

  it('goes over to a code and back, and ends without a word when it is cancelled', async () => {
    const { first } = windows;
    const opened = windows.nextPage();
    await beginSignIn(first);
    await waitingSignIn(first).getByText('Finish in your browser').waitFor();
    await first.screenshot('50-waiting-relay');
    await (await opened).close();
    await clickLink(first, 'Type a code instead');
    await waitingSignIn(first).getByText('Your code is').waitFor();
    await first.screenshot('51-device-code');
    await cancelSignIn(first);
    assert.equal(await first.notification().count(), 0);
    await first.welcome('Sign In').first().waitFor();
  });

  it('offers the links of the notification to the keyboard', async () => {
    const { first } = windows;
    const opened = windows.nextPage();
    await beginSignIn(first, { confirmed: true });
    await waitingSignIn(first).getByText('Finish in your browser').waitFor();
    await (await opened).close();
    await first.runCommand('Incident Desk: Sign In Another Way');
    await first.quickInput.getByText('Paste an address instead').waitFor();
    await first.screenshot('52-another-way');
    await first.pick('Type a code instead');
    await waitingSignIn(first).getByText('Your code is').waitFor();
    assert.equal(await waitingSignIn(first).count(), 1);
    await cancelSignIn(first);
  });

  it('brings the answer to the window that waits for it, while the other one waits for its own', async () => {
    const { first, second } = windows;
    const pageOfSecond = windows.nextPage();
    await beginSignIn(second, { confirmed: true });
    const abandoned = await pageOfSecond;
    const pageOfFirst = windows.nextPage();
    await beginSignIn(first, { confirmed: true });
    const login = await pageOfFirst;
    await logIn(login);
    await first.page.bringToFront();
    await first.incidents().first().waitFor();
    await login.close();
    await second.page.bringToFront();
    await second.screenshot('53-other-window-waits');
    await cancelSignIn(second);
    await abandoned.close();
    await windows.signedIn(first);
  });
});
