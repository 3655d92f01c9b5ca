import { errors, type Locator } from 'playwright-core';
import { waitUntil } from './waitUntil.ts';
import type { Workbench } from './workbench.ts';

/** How long VS Code may take to show a hover, in milliseconds. */
const HOVER_MS = 5_000;

/**
 * Rests the mouse on a row until its hover with these words shows. A row that moves or is drawn anew under the mouse
 * shows none, so that the mouse comes again then.
 */
export async function hoverOver(workbench: Workbench, row: Locator, words: string): Promise<void> {
  const hover = workbench.page.locator('.monaco-hover').filter({ hasText: words });
  await waitUntil(async () => {
    await workbench.statusBar.hover();
    await row.hover();
    return hover
      .first()
      .waitFor({ timeout: HOVER_MS })
      .then(
        () => true,
        (error: unknown) => {
          if (error instanceof errors.TimeoutError) return false;
          throw error;
        },
      );
  });
}
