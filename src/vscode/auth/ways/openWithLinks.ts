import * as vscode from 'vscode';
import type { BrowserWayOptions } from './browserWay.ts';
import type { Waiting } from './signInWay.ts';

/** Opens an address in the browser, and gives a link that copies it, for whoever saw no page open. */
export function openWithLinks(
  url: URL,
  waiting: Waiting,
  { effects, openBrowser }: Pick<BrowserWayOptions, 'effects' | 'openBrowser'>,
): string {
  // Not awaited: its promise lasts as long as VS Code's question whether to open the address.
  void openBrowser(url).catch(() => {
    effects.log.warn('The browser could not be opened for a sign-in; its address can still be copied.');
  });
  return waiting.link(vscode.l10n.t('Copy the sign-in link'), () => vscode.env.clipboard.writeText(url.href));
}
