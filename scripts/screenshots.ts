import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { takeStart, takeWalkthrough } from './support/walkthroughPictures.ts';
import { openBrowser } from '../test/e2e/support/browser.ts';
import { startDesk } from '../test/e2e/support/desk.ts';
import type { Desk } from '../test/e2e/support/desk.ts';
import { signIn } from '../test/e2e/support/signIn.ts';
import { widenSidebar } from '../test/e2e/support/widenSidebar.ts';
import { Workbench } from '../test/e2e/support/workbench.ts';
import { packageExtension } from './package.ts';
import { exitOnSignals } from './support/exitOnSignals.ts';
import { ROOT } from './support/paths.ts';
import { runScript } from './support/runScript.ts';

const FOLDER = path.join(ROOT, 'media/screenshots');
const WINDOW = { width: 1280, height: 760 };
/** Sharp on dense screens, and still small files. */
const SCALE = 1.5;
const SIDEBAR_EDGE = 460;
const THEMES = { dark: 'Dark 2026', light: 'Light 2026', 'high-contrast': 'Default High Contrast' };
type Theme = keyof typeof THEMES;
const SAMPLE = 'Checkout returns 502';

/** The settings are read when a window opens: without native modules this VS Code does not watch the file. */
const themed = (desk: Desk, theme: Theme, settings = desk.settings) =>
  desk.configure({
    ...settings,
    'workbench.colorTheme': THEMES[theme],
    'window.commandCenter': false,
    'editor.minimap.enabled': false,
    'workbench.layoutControl.enabled': false,
  });

async function picture(workbench: Workbench, name: string): Promise<void> {
  // A tooltip or a notification that happens to be there is not what the picture is about.
  await workbench.page.mouse.move(WINDOW.width / 2, WINDOW.height - 5);
  await workbench.notification().waitFor({ state: 'hidden' });
  await workbench.page.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: 'disabled', caret: 'hide' });
  console.log(`media/screenshots/${name}.png`);
}

async function takeWelcome(desk: Desk, context: BrowserContext, theme: 'light' | 'dark'): Promise<void> {
  const { 'incidentDesk.servers': _servers, ...unconfigured } = desk.settings;
  await themed(desk, theme, unconfigured);
  const workbench = await Workbench.open(context, desk.editor.url);
  await workbench.openIncidents();
  await workbench.welcome('Try the Local Demo').waitFor();
  if (theme === 'light') await picture(workbench, 'welcome-light');
  await takeStart(workbench, theme);
  await workbench.page.close();
}

/** Opens the window anew, since only then the theme changes. */
async function inTheme(desk: Desk, workbench: Workbench, theme: Theme): Promise<void> {
  await themed(desk, theme);
  await workbench.reload();
  await workbench.openIncidents();
  await workbench.incidents(SAMPLE).waitFor();
  await widenSidebar(workbench, SIDEBAR_EDGE);
}

async function takeIncidents(desk: Desk, workbench: Workbench): Promise<void> {
  for (const theme of ['light', 'high-contrast', 'dark'] as const) {
    await inTheme(desk, workbench, theme);
    await workbench.incidents(SAMPLE).click();
    const page = await workbench.webview('h1');
    await page.getByRole('heading', { name: SAMPLE }).waitFor();
    await picture(workbench, `incident-${theme}`);
  }
}

async function takeCreateForm(workbench: Workbench): Promise<void> {
  await workbench.runCommand('Incident Desk: Create Incident');
  const form = await workbench.webview('form #field-title');
  await form.locator('#field-title').fill('Invoices of the EU region are sent twice');
  await form.locator('#field-severity-high').check();
  await form.locator('#field-description').fill('Since the deployment at noon. The queue was drained, it goes on.');
  await picture(workbench, 'create-dark');
}

async function takePrompt(desk: Desk, workbench: Workbench): Promise<void> {
  await inTheme(desk, workbench, 'light');
  await workbench.runCommand('View: Close All Editors');
  await workbench.runCommand('Incident Desk: Render Prompt');
  await workbench.pick(/triage/i);
  await workbench.quickInput.locator('input').fill('patterns');
  await workbench.pick('patterns');
  await workbench.pick(/Leave this and the rest empty/);
  await workbench.tab(/triage/i).waitFor();
  await picture(workbench, 'prompt-light');
}

await runScript(async () => {
  exitOnSignals();
  await packageExtension();
  await mkdir(FOLDER, { recursive: true });
  const desk = await startDesk({ configured: true });
  const { browser, context } = await openBrowser({ viewport: WINDOW, deviceScaleFactor: SCALE });
  try {
    for (const theme of ['light', 'dark'] as const) await takeWelcome(desk, context, theme);
    await themed(desk, 'dark');
    const workbench = await Workbench.open(context, desk.editor.url);
    await signIn(workbench, context);
    await takeIncidents(desk, workbench);
    await takeCreateForm(workbench);
    await takePrompt(desk, workbench);
    for (const theme of ['light', 'dark'] as const) {
      await inTheme(desk, workbench, theme);
      await takeWalkthrough(workbench, theme, SAMPLE);
    }
  } finally {
    await browser.close();
    await desk.close();
  }
});
