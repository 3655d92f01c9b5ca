import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Browser, BrowserContext, Frame } from 'playwright-core';
import { incidentPageModel } from '../../src/vscode/incidents/page/incidentPageModel.ts';
import { TextReader } from '../../src/vscode/incidents/page/text/textReader.ts';
import { shownIncident } from '../../src/core/incidents/shownIncident.ts';
import type { Incident } from '../../src/shared/incident.ts';
import { hostileText } from '../unit/vscode/incidents/hostileTexts.ts';
import { PAGE_WORDS } from '../unit/vscode/incidents/pageWords.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { fullIncident } from './support/fullIncident.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

const MOST_TABS = 40;
/** Every element that a page may consist of, and every attribute. */
const ELEMENTS =
  'HEADER P SPAN H1 H2 H3 H4 H5 H6 DIV BUTTON LABEL SELECT OPTION SECTION FORM TEXTAREA OL UL LI STRONG EM DEL CODE PRE TABLE THEAD TBODY TR TH TD HR BLOCKQUOTE TIME DL DT DD'.split(
    ' ',
  );
const ATTRIBUTES =
  'class id role tabindex aria-label aria-labelledby aria-describedby aria-disabled hidden type for value rows novalidate readonly datetime start scope data-level data-action data-address data-key data-task data-kind'.split(
    ' ',
  );

describe('The page of an incident, by keyboard alone', () => {
  const incident = fullIncident(Date.now());
  const { id, title } = incident;
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;
  let page: Frame;

  const stored = async (): Promise<Incident> => {
    const found = await desk.server.store.get(id);
    assert.ok(found);
    return found;
  };
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: element } = document;
      return element instanceof HTMLSelectElement ? 'Severity' : (element?.textContent ?? '') || (element?.id ?? '');
    });
  const press = (...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => workbench.page.keyboard.press(key)), Promise.resolve());
  async function focusPage(): Promise<void> {
    await workbench.runCommand('View: Focus Active Editor Group');
    await waitUntil(() => page.evaluate(() => document.hasFocus()));
  }
  /** Goes on by Tab until the control has the focus. */
  async function tabTo(name: string): Promise<void> {
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      if ((await focused()) === name) return;
      await press('Tab');
    }
    assert.fail(`Tab never comes to ${name}`);
  }
  /** Has the page show an incident as if the editor had sent it. */
  async function show(sent: Incident): Promise<void> {
    const shown = shownIncident(sent);
    assert.ok(shown);
    const reader = new TextReader(() => 0);
    const model = incidentPageModel(shown, {
      abilities: { updateFields: ['status', 'severity'], canAddNote: true, canWhoAmI: false },
      words: PAGE_WORDS,
      state: { kind: 'idle', text: '' },
      all: true,
      read: (texts) => reader.read(texts),
    });
    await page.evaluate((data) => window.dispatchEvent(new MessageEvent('message', { data })), {
      ...{ model, announce: '', noteAdded: '' },
    });
  }
  const said = (words: RegExp) => page.locator('.state-line').getByText(words).waitFor();

  before(async () => {
    desk = await startDesk({ configured: true });
    await desk.server.store.import([incident]);
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await workbench.openIncidents();
    await signIn(workbench, context);
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  it('is opened from its row, which has keys of its own', async () => {
    await workbench.focusIncidents();
    const row = workbench.page.locator(`.sidebar .monaco-list-row.focused[aria-label*=${JSON.stringify(title)}]`);
    for (let rows = 0; rows < MOST_TABS && !(await row.isVisible()); rows += 1) await press('ArrowDown');
    await press('Enter');
    page = await workbench.webview('#actions');
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await workbench.focusIncidents();
    await press('Alt+Shift+A');
    await waitUntil(async () => (await stored()).status === 'investigating');
    await workbench.statusBar.getByText(`${id}: Acknowledged.`).waitFor();
    await page.locator('.mark.status', { hasText: 'Investigating' }).waitFor();
  });

  it('is walked through by Tab, and every action is done by Enter or Space', async () => {
    await focusPage();
    await tabTo('Resolve');
    await press('Enter');
    await said(/^Resolved\.$/);
    // The button is gone: the focus is on the next one, not lost.
    assert.equal(await focused(), 'Reopen');
    await press('Space');
    await said(/^Reopened\.$/);
    assert.equal((await stored()).status, 'open');
  });

  it('has its severity chosen by arrows, and saved by a button', async () => {
    await tabTo('Severity');
    await press('ArrowUp');
    assert.equal(await page.getByLabel('Severity').inputValue(), 'critical');
    assert.equal((await stored()).severity, 'high');
    await press('Tab');
    assert.equal(await focused(), 'Save Severity');
    await press('Enter');
    await said(/^Severity is now Critical\.$/);
    assert.equal((await stored()).severity, 'critical');
  });

  it('takes a note by Ctrl+Enter, and keeps the focus there', async () => {
    await tabTo('note');
    await workbench.page.keyboard.type('By keyboard');
    await press('Control+Enter');
    await said(/^Note added\.$/);
    assert.equal((await stored()).timeline.at(-1)?.text, 'By keyboard');
    assert.equal(await focused(), 'note');
    assert.equal(await page.getByLabel('Add a note').inputValue(), '');
  });

  for (const key of ['Shift+Tab', 'Tab']) {
    it(`lets the focus out again by ${key}`, async () => {
      await focusPage();
      let presses = 0;
      for (; presses < MOST_TABS && (await page.evaluate(() => document.hasFocus())); presses += 1) await press(key);
      assert.ok(presses < MOST_TABS);
    });
  }

  it('keeps focus and caret through a change of everything around them', async () => {
    await show({ ...incident });
    const field = page.getByLabel('Note', { exact: true });
    await field.fill('Half a sentence');
    await workbench.page.keyboard.press('ArrowLeft');
    const entry = { at: new Date().toISOString(), author: 'grace', kind: 'note', text: '# Hm' } as const;
    await show({ ...incident, status: 'resolved', title: 'x', timeline: [...incident.timeline, entry] });
    await workbench.page.keyboard.type('!');
    assert.equal(await field.inputValue(), 'Half a sentenc!e');
    await page.getByRole('heading', { name: 'Hm' }).waitFor();
  });

  it('consists of its own elements alone, whatever the texts of an incident hold', async () => {
    const found = new Set<string>();
    for (const text of fc.sample(hostileText, { numRuns: 300, seed: 7001 })) {
      const timeline = [{ at: incident.createdAt, author: text, kind: 'note', text } as const];
      await show({ ...incident, title: text, description: text, service: text, tags: [text], timeline });
      const names = await page.evaluate(() =>
        [...document.querySelectorAll('#page *')].flatMap((one) => [one.tagName, ...one.getAttributeNames()]),
      );
      for (const name of names) found.add(name);
    }
    assert.deepEqual(
      [...found].filter((name) => ![...ELEMENTS, ...ATTRIBUTES].includes(name)),
      [],
    );
  });
});
