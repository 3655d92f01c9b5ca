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
    // Before anything else here opens a connection that one of them might be given to.
    for (const port of LOOPBACK_PORTS) await hold(port);
    windows = await TwoWindows.start({ settings: (desk) => settingsWith(desk, { signIn: 'loopback' }) });
  });
  after(async () => {
    release(...held);
    await windows.close();
  });
  screenshotOnFailure(() => windows.first);

  const hold = async (port: number): Promise<void> => {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    held.push(server);
  };
  const release = (...servers: readonly Server[]): void => {
    for (const server of servers) server.close();
  };

  it('says so when all three ports are taken', async () => {
    const { first } = windows;
    await beginSignIn(first);
    await first.notification(/33419|33421/).waitFor();
    await first.screenshot('59-ports-taken');
    await first.runCommand('Notifications: Clear All Notifications');
  });

  it('moves to the second port where the first one is taken, and back', async () => {
    const { first } = windows;
    release(...held.slice(1));
    const moved = windows.nextPage();
    await beginSignIn(first, { confirmed: true });
    await waitingSignIn(first).getByText('127.0.0.1:33420').waitFor();
    await (await moved).close();
    await cancelSignIn(first);
    release(...held);
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
