import assert from 'node:assert/strict';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Desk } from './desk.ts';
import { browserStorage, filesWith } from './textsAtRest.ts';

/**
 * Where a token, or another text that is nobody's business, lies in clear: in files, in what VS Code printed, or in what
 * it keeps in the browser. Somebody must be signed in, or have been.
 */
export async function tokensInClear(
  { userDataDir, tokens, editor }: Desk,
  page: Page,
  others: readonly string[] = [],
): Promise<readonly string[]> {
  const stored = await browserStorage(page);
  assert.match(stored, /confirmedSignIns/, 'the state of the extension is among what is searched');
  const shared = await filesWith(userDataDir, [path.join('globalStorage', 'incident-desk.incident-desk')]);
  assert.ok(shared.length > 0, 'the storage folder of the extension is among what is searched');
  const texts = [...tokens, ...others];
  const inText = (text: string): boolean => texts.some((each) => text.includes(each));
  return [
    ...(await filesWith(userDataDir, texts)),
    ...(inText(stored) ? ['the browser'] : []),
    ...(inText(editor.output()) ? ['the output of VS Code'] : []),
  ];
}
