import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { AuthorizationServerOptions } from '../../../src/demo/authorizationServer/options.ts';
import { nextPage, openBrowser } from './browser.ts';
import { startDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { Workbench } from './workbench.ts';

const PERSON = 'Erin Alvarez';

/** How a person's editor and their Okta are set up before the first start. */
export interface ColdStart {
  readonly okta?: AuthorizationServerOptions;
  /** The person's settings, made of those of the desk. */
  readonly settings?: (desk: Desk) => Readonly<Record<string, unknown>>;
  /** What the windows are opened with: the editor's address unless told. */
  readonly address?: (url: string) => string;
}

/** Two windows of one VS Code that nobody signed in to before, open side by side in one browser. */
export class TwoWindows {
  readonly desk: Desk;
  readonly context: BrowserContext;
  readonly first: Workbench;
  readonly second: Workbench;
  readonly #browser: Browser;

  private constructor(desk: Desk, browser: Browser, context: BrowserContext, windows: readonly [Workbench, Workbench]) {
    this.desk = desk;
    this.#browser = browser;
    this.context = context;
    [this.first, this.second] = windows;
  }

  static async start({
    okta = {},
    settings = (desk) => desk.settings,
    address = (url) => url,
  }: ColdStart = {}): Promise<TwoWindows> {
    const desk = await startDesk({ configured: true, okta });
    await desk.configure(settings(desk));
    const { browser, context } = await openBrowser();
    const first = await Workbench.open(context, address(desk.editor.url));
    const second = await Workbench.open(context, address(desk.editor.url));
    await second.openIncidents();
    await second.welcome('Sign In').first().waitFor();
    await first.page.bringToFront();
    return new TwoWindows(desk, browser, context, [first, second]);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.desk.close();
  }

  /** What the next click opens in the browser. */
  nextPage(): Promise<Page> {
    return nextPage(this.context);
  }

  /**
   * Signed in in one window: the other one, which cannot see the secrets of a tab beside it, says nothing, and has the
   * account when it is opened anew.
   */
  async signedIn(window: Workbench): Promise<void> {
    const other = window === this.first ? this.second : this.first;
    await window.page.bringToFront();
    await window.incidents().first().waitFor();
    await other.page.bringToFront();
    await other.welcome('Sign In').first().waitFor();
    for (const each of [window, other]) {
      await waitingSignIn(each).waitFor({ state: 'hidden' });
      assert.deepEqual(await each.notification().allInnerTexts(), []);
    }
    await other.reload();
    await other.openIncidents();
    await other.incidents().first().waitFor();
    await window.page.bringToFront();
  }
}

/** Starts a sign-in and agrees to all that is asked before the browser opens. */
export async function beginSignIn(window: Workbench, options: { readonly confirmed?: boolean } = {}): Promise<void> {
  await window.page.bringToFront();
  await window.openIncidents();
  await window.welcome('Sign In').first().click();
  await window.dialog.filter({ hasText: 'wants to sign in using' }).waitFor();
  await window.clickInDialog('Allow');
  if (options.confirmed !== true) {
    await window.dialog.filter({ hasText: 'You sign in at' }).waitFor();
    await window.clickInDialog('Continue');
  }
}

/** The notification of a sign-in that waits for the person. */
export function waitingSignIn(window: Workbench): Locator {
  return window.notification('Signing in to');
}

/** Clicks a link of the waiting notification. */
export async function clickLink(window: Workbench, title: string): Promise<void> {
  await waitingSignIn(window).locator('a', { hasText: title }).click();
}

/** Cancels a waiting sign-in, and waits until its notification is gone. */
export async function cancelSignIn(window: Workbench): Promise<void> {
  await waitingSignIn(window).locator('.monaco-button', { hasText: 'Cancel' }).click();
  await waitingSignIn(window).waitFor({ state: 'hidden' });
}

/** Signs in at the stand-in's login page. */
export async function logIn(page: Page, person = PERSON): Promise<void> {
  await page.getByRole('button', { name: person }).click();
}
