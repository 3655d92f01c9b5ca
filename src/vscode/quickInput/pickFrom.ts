import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import { plainText } from '../words/plainText.ts';

/**
 * Shows a quick pick at once, busy until its items are there. Closing it aborts the loading.
 * @throws AppError `cancelled`, and whatever the loading throws
 */
export async function pickFrom<Item extends vscode.QuickPickItem>(
  load: (signal: AbortSignal) => Promise<readonly Item[]>,
  options: vscode.QuickPickOptions,
): Promise<Item> {
  const stop = new AbortController();
  try {
    const picked = await vscode.window.showQuickPick(load(stop.signal), {
      matchOnDescription: true,
      matchOnDetail: true,
      // A page that loads takes the focus for a moment.
      ignoreFocusOut: true,
      ...options,
    });
    if (!picked) throw new AppError('cancelled');
    return picked;
  } finally {
    stop.abort();
  }
}

/** Says that there is nothing to pick, and gives the error that ends the command without another word. */
export function nothingToPick(text: string): AppError {
  void vscode.window.showInformationMessage(plainText(text));
  return new AppError('cancelled');
}
