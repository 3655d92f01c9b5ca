import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { LOOPBACK_PORTS } from '../../src/shared/names.ts';
import { screenshotPath } from './support/browser.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { settingsWith } from './support/settingsWith.ts';
import { beginSignIn, cancelSignIn, logIn, TwoWindows, waitingSignIn } from './support/twoWindows.ts';

describe('Signing in by a listener on this machine, with two windows open', () => {
  let windows: TwoWindows;
  const held: Server[] = [];
  before(async () => {
    windows = await TwoWindows.start({ settings: (desk) => settingsWith(desk, { signIn: 'loopback' }) });
  });
  after(async () => {
    release();
    await windows.close();
  });
  screenshotOnFailure(() => windows.first);

  const hold = async (port: number): Promise<void> => {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    held.push(server);
  };
  const release = (): void => {
    for (const server of held.splice(0)) server.close();
  };

  it('says so when all three ports are taken', async () => {
    const { first } = windows;
    for (const port of LOOPBACK_PORTS) await hold(port);
    await beginSignIn(first);
    await first.notification(/33419|33421/).waitFor();
    await first.screenshot('59-ports-taken');
    release();
    await first.runCommand('Notifications: Clear All Notifications');
  });

  it('moves to the second port where the first one is taken, and back', async () => {
    const { first } = windows;
    await hold(LOOPBACK_PORTS[0]);
    const moved = windows.nextPage();
    await beginSignIn(first, { confirmed: true });
    await waitingSignIn(first).getByText('127.0.0.1:33420').waitFor();
    await (await moved).close();
    await cancelSignIn(first);
    release();
    const opened = windows.nextPage();
    await beginSignIn(first, { confirmed: true });
    await waitingSignIn(first).getByText('127.0.0.1:33419').waitFor();
    await first.screenshot('60-waiting-loopback');
    const login = await opened;
    await logIn(login);
    await login.getByText('VS Code has the answer').waitFor();
    await login.screenshot({ path: screenshotPath('61-back-page') });
    await login.close();
    await windows.signedIn(first);
  });
});
