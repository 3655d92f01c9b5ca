import type { BrowserContext, Page } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** What a person sees on the way through a sign-in, for screenshots. */
export interface SignInSights {
  consent?(): Promise<void>;
  confirmation?(): Promise<void>;
  loginPage?(page: Page): Promise<void>;
}

/** Signs in from the welcome view: consent, confirmation, the stand-in's login page, and back through the relay. */
export async function signIn(
  workbench: Workbench,
  context: BrowserContext,
  { person = 'Erin Alvarez', sights = {} }: { person?: string; sights?: SignInSights } = {},
): Promise<void> {
  await workbench.openIncidents();
  await workbench.welcome('Sign In').first().click();
  await workbench.dialog.filter({ hasText: 'wants to sign in using' }).waitFor();
  await sights.consent?.();
  await workbench.clickInDialog('Allow');
  await workbench.dialog.filter({ hasText: 'You sign in at' }).waitFor();
  await sights.confirmation?.();
  const opened = context.waitForEvent('page');
  await workbench.clickInDialog('Continue');
  const login = await opened;
  await login.getByRole('button', { name: person }).waitFor();
  await sights.loginPage?.(login);
  await login.getByRole('button', { name: person }).click();
  await workbench.page.bringToFront();
  await workbench.incidents().first().waitFor();
  await login.close();
}
