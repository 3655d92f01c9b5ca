import type { BrowserContext } from 'playwright-core';
import { logIn, waitingSignIn } from './twoWindows.ts';
import type { Workbench } from './workbench.ts';

/** Signs in, for the first time, to the one of several servers that has this name, and waits until that is done. */
export async function signInByCommand(
  workbench: Workbench,
  context: BrowserContext,
  { server, person }: { readonly server: string; readonly person?: string },
): Promise<void> {
  await workbench.runCommand('Incident Desk: Sign In');
  await workbench.pick(server);
  await workbench.dialog.filter({ hasText: 'wants to sign in using' }).waitFor();
  await workbench.clickInDialog('Allow');
  await workbench.dialog.filter({ hasText: 'You sign in at' }).waitFor();
  const opened = context.waitForEvent('page');
  await workbench.clickInDialog('Continue');
  const login = await opened;
  await logIn(login, person);
  await workbench.page.bringToFront();
  await waitingSignIn(workbench).waitFor({ state: 'hidden' });
  await login.close();
}
