import type { BrowserContext, Page } from 'playwright-core';
import { nextPage } from './browser.ts';
import type { Workbench } from './workbench.ts';

/** What a person sees on the way through a sign-in, for screenshots. */
export interface SignInSights {
  consent?(): Promise<void>;
  confirmation?(): Promise<void>;
  loginPage?(page: Page): Promise<void>;
}

/** What is clicked, and who signs in. */
export interface SignInOptions {
  readonly button?: string;
  /** Starts it where that is no button of the welcome view. */
  readonly begin?: () => Promise<void>;
  readonly person?: string;
  /** Whether an earlier sign-in confirmed the server and its issuer: nothing is asked then. */
  readonly confirmed?: boolean;
  readonly sights?: SignInSights;
}

/** Signs in by a button of the welcome view: consent, confirmation, the stand-in's login page, and back through the relay. */
export async function signIn(
  workbench: Workbench,
  context: BrowserContext,
  { button = 'Sign In', begin, person = 'Erin Alvarez', confirmed = false, sights = {} }: SignInOptions = {},
): Promise<void> {
  await workbench.openIncidents();
  if (begin) await begin();
  else await workbench.welcome(button).first().click();
  await workbench.dialog.filter({ hasText: 'wants to sign in using' }).waitFor();
  await sights.consent?.();
  const opened = nextPage(context);
  await workbench.clickInDialog('Allow');
  if (!confirmed) {
    await workbench.dialog.filter({ hasText: 'You sign in at' }).waitFor();
    await sights.confirmation?.();
    await workbench.clickInDialog('Continue');
  }
  const login = await opened;
  await login.getByRole('button', { name: person }).waitFor();
  await sights.loginPage?.(login);
  await login.getByRole('button', { name: person }).click();
  await workbench.page.bringToFront();
  await workbench.incidents().first().waitFor();
  await login.close();
}
