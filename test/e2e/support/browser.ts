import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { chromiumPath } from '../../../scripts/chromium.ts';
import { launchChromium } from '../../../scripts/support/launchChromium.ts';
import { OUT } from '../../../scripts/support/paths.ts';

const WINDOW = { width: 1360, height: 850 };
const SCREENSHOTS = path.join(OUT, 'screenshots');
const STEP_LIMIT_MS = 30_000;

/** A person's browser: windows opened from its context share cookies and storage. */
export async function openBrowser(
  options: BrowserContextOptions = { viewport: WINDOW },
): Promise<{ readonly browser: Browser; readonly context: BrowserContext }> {
  const browser = await launchChromium(await chromiumPath());
  const context = await browser.newContext(options);
  context.setDefaultTimeout(STEP_LIMIT_MS);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return { browser, context };
}

/** Path of a screenshot of the end-to-end tests, which nobody commits. */
export function screenshotPath(name: string): string {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return path.join(SCREENSHOTS, `${name}.png`);
}
