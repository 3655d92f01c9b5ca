import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext, Frame, Locator } from 'playwright-core';
import { ROOT } from '../../scripts/support/paths.ts';
import type { Incident } from '../../src/shared/incident.ts';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { fullIncident } from './support/fullIncident.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { Workbench } from './support/workbench.ts';

const PERSON = 'Erin Alvarez';

describe('Incident Desk in German, by clicks in VS Code', () => {
  let incident: Incident;
  /** English words that are others in German. */
  const english = new Set<string>();
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    const bundle: unknown = JSON.parse(await readFile(path.join(ROOT, 'l10n/bundle.l10n.de.json'), 'utf8'));
    assert.ok(bundle !== null && typeof bundle === 'object');
    for (const [words, translated] of Object.entries(bundle)) if (words !== translated) english.add(words);
    desk = await startDesk({ configured: true, locale: 'de' });
    incident = fullIncident(Date.now());
    await desk.server.store.import([incident]);
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await workbench.openIncidents();
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  const run = (title: string) => workbench.runCommand(`Incident Desk: ${title}`);
  const textsIn = (part: Locator): Promise<readonly string[]> =>
    part.evaluate((element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const texts: string[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode.textContent?.trim() ?? '');
      return texts;
    });
  const isGerman = async (frame: Frame): Promise<void> => {
    const texts = await textsIn(frame.locator('body'));
    assert.ok(texts.length > 5);
    assert.deepEqual(
      texts.filter((text) => english.has(text)),
      [],
    );
    assert.equal(await frame.locator('html').getAttribute('lang'), 'de');
  };

  it('asks for the sign-in', async () => {
    await workbench.welcome('Anmelden').first().waitFor();
    await workbench.screenshot('german-01-welcome');
    await workbench.welcome('Anmelden').first().click();
    // The question before is VS Code's own.
    await workbench.dialog.filter({ hasText: 'wants to sign in using' }).waitFor();
    await workbench.clickInDialog('Allow');
    await workbench.dialog.filter({ hasText: 'Die Anmeldung erfolgt bei' }).waitFor();
    const opened = context.waitForEvent('page');
    await workbench.clickInDialog('Weiter');
    const login = await opened;
    await login.getByRole('button', { name: PERSON }).click();
    await workbench.page.bringToFront();
    await workbench.incidents(incident.title).waitFor();
    await login.close();
  });

  it('has rows that say severity, age and status', async () => {
    await workbench.rows('Kritisch').first().waitFor();
    const spoken = await workbench.incidents(incident.title).getAttribute('aria-label');
    assert.match(spoken ?? '', /Hoch, vor \d+ Minuten, Offen, checkout/);
    assert.match(await workbench.incidents(incident.title).innerText(), /\d+m · Offen/);
    await workbench.screenshot('german-02-rows');
  });

  it('shows the page of an incident', async () => {
    await workbench.incidents(incident.title).click();
    const page = await workbench.webview('#actions');
    await page.getByRole('button', { name: 'Übernehmen' }).waitFor();
    await isGerman(page);
    await workbench.screenshot('german-03-page');
    await page.getByRole('button', { name: 'Übernehmen' }).click();
    await page.locator('.mark.status', { hasText: 'In Arbeit' }).waitFor();
  });

  it('has the form for a new one', async () => {
    await run('Incident erstellen');
    const form = await workbench.webview('form #field-title');
    await form.getByRole('button', { name: 'Incident erstellen' }).waitFor();
    await isGerman(form);
    await workbench.screenshot('german-04-form');
  });

  it('has a walkthrough whose titles are not cut', async () => {
    await workbench.runCommand('Welcome: Open Walkthrough');
    await workbench.pick('Erste Schritte mit Incident Desk');
    const titles = workbench.page.locator('.getting-started-step .step-title');
    await titles.getByText('Lokal ausprobieren').waitFor();
    for (const title of await titles.all()) {
      const isWhole = await title.evaluate((element) => {
        const text = document.createRange();
        text.selectNodeContents(element);
        const step = element.closest('.getting-started-step');
        return step !== null && text.getBoundingClientRect().right <= step.getBoundingClientRect().right;
      });
      assert.ok(isWhole, await title.innerText());
    }
    await workbench.screenshot('german-05-walkthrough');
  });
});
