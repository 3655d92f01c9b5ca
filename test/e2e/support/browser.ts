import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumPath } from '../../../scripts/chromium.ts';
import { launchChromium } from '../../../scripts/support/launchChromium.ts';
import { OUT } from '../../../scripts/support/paths.ts';
import { STEP_LIMIT_MS } from './waitUntil.ts';

const WINDOW = { width: 1360, height: 850 };
const SCREENSHOTS = path.join(OUT, 'screenshots');
/** A window of VS Code loads thousands of modules. */
const WINDOW_LIMIT_MS = 90_000;

/** A person's browser: windows opened from its context share cookies and storage. */
export async function openBrowser(
  options: BrowserContextOptions = { viewport: WINDOW },
): Promise<{ readonly browser: Browser; readonly context: BrowserContext }> {
  const browser = await launchChromium(await chromiumPath());
  const context = await browser.newContext(options);
  context.setDefaultTimeout(STEP_LIMIT_MS);
  context.setDefaultNavigationTimeout(WINDOW_LIMIT_MS);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return { browser, context };
}

/** The page that opens next. Its time is that of the test, since several steps may lie before it. */
export function nextPage(context: BrowserContext): Promise<Page> {
  return context.waitForEvent('page', { timeout: 0 });
}

/** Path of a screenshot of the end-to-end tests, which nobody commits. */
export function screenshotPath(name: string): string {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return path.join(SCREENSHOTS, `${name}.png`);
}
