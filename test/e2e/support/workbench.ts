import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { screenshotPath } from './browser.ts';
import { STEP_LIMIT_MS } from './waitUntil.ts';

/** Our entry in the activity bar. */
const ENTRY = 'a[aria-label^="Incident Desk"]';
/** How long VS Code may take to bring back a view after a reload, in milliseconds. */
const RESTORE_MS = 3_000;
const RESTORE_LOOKS = 10;
const MENU_DELAY_MS = 300;
const PALETTE_MS = 10_000;
const PALETTE_TRIES = 3;

/** One window of VS Code in the browser, used as a person does: by what is shown. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens a window and waits until it can be used. */
  static async open(context: BrowserContext, url: string): Promise<Workbench> {
    const workbench = new Workbench(await context.newPage());
    await workbench.page.goto(url);
    await workbench.ready();
    return workbench;
  }

  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor();
    await this.activity.waitFor();
  }

  /** By VS Code's own command, which writes down first what is open. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  /** The entry of Incident Desk in the activity bar. */
  get activity(): Locator {
    return this.#activityItem.locator(ENTRY);
  }

  /** As {@link activity}, with the badge that may lie over it. */
  get #activityItem(): Locator {
    return this.page.locator('.activitybar .action-item').filter({ has: this.page.locator(ENTRY) });
  }

  /** Clicks the entry, unless the view shows already; after a reload VS Code brings it back a little later. */
  async openIncidents(): Promise<void> {
    const title = this.sidebar.locator('.composite.title', { hasText: 'Incident Desk' });
    const shown = () =>
      title.waitFor({ timeout: RESTORE_MS }).then(
        () => true,
        () => false,
      );
    // A click on the entry hides the view where VS Code brought it back at that moment: then it takes another one. Where
    // VS Code has begun to show it, however, a click would hide it again.
    const chosen = this.page.locator('.activitybar .action-item.checked').filter({ has: this.page.locator(ENTRY) });
    for (let looks = 0; looks < RESTORE_LOOKS && !(await shown()); looks += 1) {
      if ((await chosen.count()) === 0) await this.#activityItem.click();
    }
    await title.waitFor();
  }

  /** Puts the keyboard on the list of incidents. */
  async focusIncidents(): Promise<void> {
    await this.runCommand('Focus on Incidents View');
    await this.sidebar
      .locator('.pane')
      .filter({ has: this.page.locator('.pane-header', { hasText: 'Incidents' }) })
      .locator('.monaco-list:focus')
      .waitFor();
  }

  get sidebar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  /** A button or link of the welcome view. */
  welcome(text: string | RegExp): Locator {
    return this.sidebar.locator('.welcome-view-content').locator('.monaco-button, a').filter({ hasText: text });
  }

  /** Rows of the incidents view, as far as they are scrolled into sight. */
  rows(text?: string | RegExp): Locator {
    return this.#rowsOf('.monaco-list-row', text);
  }

  /** Rows of incidents, without those of their groups. */
  incidents(text?: string | RegExp): Locator {
    return this.#rowsOf('.monaco-list-row[aria-level="2"]', text);
  }

  /** Rows by what they show or are read out as: a title that is cut in its row is read out as a whole. */
  #rowsOf(selector: string, text: string | RegExp | undefined): Locator {
    const rows = this.sidebar.locator(selector);
    if (text === undefined) return rows;
    const shown = rows.filter({ hasText: text });
    return typeof text === 'string'
      ? shown.or(this.sidebar.locator(`${selector}[aria-label*=${JSON.stringify(text)} i]`))
      : shown;
  }

  /** The Servers view, below the incidents. */
  get servers(): Locator {
    return this.sidebar.locator('.pane').filter({ has: this.page.locator('.pane-header', { hasText: 'Servers' }) });
  }

  /** Rows of the Servers view, as far as they are scrolled into sight. */
  serverRows(text?: string | RegExp): Locator {
    const rows = this.servers.locator('.monaco-list-row');
    return text === undefined ? rows : rows.filter({ hasText: text });
  }

  /** Opens the Servers view where it is closed. */
  async openServers(): Promise<void> {
    const header = this.servers.locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) !== 'true') await header.locator('.title').click();
    await this.serverRows().first().waitFor();
  }

  /** Opens or closes a row of a tree by its arrow. */
  async toggle(row: Locator): Promise<void> {
    await row.locator('.monaco-tl-twistie').click();
  }

  /** The entries of the menu that a row has. */
  async menuOf(row: Locator): Promise<Locator> {
    await row.click({ button: 'right' });
    await this.menuItem(/./).first().waitFor();
    return this.menuItem(/./);
  }

  /** Chooses an entry of the menu that is open. */
  async choose(entry: string | RegExp): Promise<void> {
    const item = this.menuItem(entry);
    await item.waitFor();
    // A menu takes no click in its first moments, so that the one that opened it does not choose something. It counts
    // them with a timer, which runs out before one that the page begins later and that is longer.
    await this.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), MENU_DELAY_MS);
    await item.click();
  }

  /** Runs a command from the palette, which is opened again where a document that opens took the focus from it. */
  async runCommand(title: string): Promise<void> {
    const row = this.quickInput.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
    for (let tries = 1; ; tries += 1) {
      await this.page.keyboard.press('F1');
      try {
        await this.quickInput.locator('input').fill(`>${title}`, { timeout: PALETTE_MS });
        return await row.click({ timeout: PALETTE_MS });
      } catch (error) {
        if (tries === PALETTE_TRIES) throw error;
      }
    }
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.runCommand('Go to File...');
    await this.quickInput.locator('input').fill(name);
    await this.pick(name);
    await this.page.locator('.editor-group-container.active .view-line').first().waitFor();
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget').filter({ visible: true });
  }

  /** Chooses a row of the quick pick that is open. */
  async pick(text: string | RegExp): Promise<void> {
    await this.quickInput.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first().click();
  }

  /** Answers the input box that is open, once its words match. */
  async answer(words: string | RegExp, text: string): Promise<void> {
    await this.quickInput.filter({ hasText: words }).waitFor();
    await this.quickInput.locator('input').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The modal dialog. */
  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  async clickInDialog(button: string | RegExp): Promise<void> {
    await this.dialog.locator('.monaco-button').filter({ hasText: button }).click();
  }

  notification(text?: string | RegExp): Locator {
    const toasts = this.page.locator('.notification-toast');
    return text === undefined ? toasts : toasts.filter({ hasText: text });
  }

  /** A notification in the notification center, opened by this: there it stays when its toast has gone by itself. */
  async pastNotification(text: string | RegExp): Promise<Locator> {
    await this.runCommand('Notifications: Show Notifications');
    const center = this.page.locator('.notifications-center');
    await center.waitFor();
    return center.locator('.notification-list-item').filter({ hasText: text });
  }

  /** A tab of the editor area. */
  tab(name: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: name });
  }

  /** An entry of the menu that is open. */
  menuItem(text: string | RegExp): Locator {
    return this.page.locator('.monaco-menu .action-item .action-label').filter({ hasText: text });
  }

  get statusBar(): Locator {
    return this.page.locator('.part.statusbar');
  }

  /** The text of the editor in front, as far as it is in sight, with one space for each break. */
  async editorText(): Promise<string> {
    const lines = await this.page.locator('.editor-group-container.active .editor-instance .view-lines').innerText();
    return lines.replaceAll(/\s+/g, ' ');
  }

  /** The content of the webview whose document has an element that matches. */
  async webview(selector: string): Promise<Frame> {
    const deadline = Date.now() + STEP_LIMIT_MS;
    for (;;) {
      for (const frame of this.page.frames()) {
        const found = await frame
          .locator(selector)
          .count()
          .catch(() => 0);
        if (frame !== this.page.mainFrame() && found > 0) return frame;
      }
      if (Date.now() > deadline) throw new Error(`No webview shows ${selector}.`);
      await this.page.waitForTimeout(100);
    }
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: screenshotPath(name), animations: 'disabled' });
  }
}
