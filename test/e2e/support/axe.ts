import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame } from 'playwright-core';

/** Where axe stands in a page that it was put into. */
declare const axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };

const SCRIPT = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const OPTIONS: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

/**
 * What axe-core finds wrong with the document of a webview, best practices included: one text for each element, empty
 * where nothing is. It is put in by the debugger, which a content security policy does not hold back.
 */
export async function accessibilityViolations(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(await readFile(SCRIPT, 'utf8'));
  const { violations } = await frame.evaluate((options) => axe.run(document, options), OPTIONS);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${help}\n  ${html}\n  ${failureSummary}`),
  );
}
