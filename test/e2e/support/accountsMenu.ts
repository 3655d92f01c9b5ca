import { waitUntil } from './waitUntil.ts';
import type { Workbench } from './workbench.ts';

/** Opens the Accounts menu, again as long as VS Code has not loaded the account into it: an open one stays as it is. */
export async function openAccounts(workbench: Workbench, account: RegExp): Promise<void> {
  await waitUntil(async () => {
    await workbench.page.locator('.activitybar .action-item a[aria-label^="Accounts"]').click();
    await workbench.menuItem(/./).first().waitFor();
    if ((await workbench.menuItem(account).count()) > 0) return true;
    await workbench.page.keyboard.press('Escape');
    await workbench.menuItem(/./).first().waitFor({ state: 'hidden' });
    return false;
  });
}

/** With the Accounts menu open: signs an account out and confirms. */
export async function signOutFromAccounts(workbench: Workbench, account: RegExp): Promise<void> {
  await workbench.menuItem(account).hover();
  await workbench.choose('Sign Out');
  await workbench.clickInDialog('Sign Out');
}
