import * as vscode from 'vscode';
import type { UrlElicitation } from '../../core/mcp/requests/elicitation.ts';
import { multilineText } from '../../core/shownText.ts';
import type { OpenBrowser } from '../auth/browser/openInBrowser.ts';
import { plainText } from '../words/plainText.ts';

const { t } = vscode.l10n;
const MESSAGE_LENGTH = 600;

/**
 * Shows which page a server wants opened, its host set apart and the whole address, and opens it only if the person
 * says so.
 */
export async function consentToPage(
  server: string,
  page: UrlElicitation,
  openBrowser: OpenBrowser,
  signal: AbortSignal,
): Promise<'accept' | 'decline' | 'cancel'> {
  const open = t('Open Page');
  const decline = t('Decline');
  const chosen = await vscode.window.showWarningMessage(
    t('{0} wants you to open a page', plainText(server)),
    { modal: true, detail: detailOf(page) },
    open,
    decline,
  );
  // Nobody waits any more: a page that was asked for then has no purpose.
  if (chosen === undefined || signal.aborted) return 'cancel';
  if (chosen !== open) return 'decline';
  await openBrowser(page.url);
  return 'accept';
}

function detailOf({ message, url }: UrlElicitation): string {
  const hasForeignLetters = url.hostname.split('.').some((label) => label.startsWith('xn--'));
  const why = multilineText(message, MESSAGE_LENGTH);
  return [
    t('Host: {0}', url.host),
    ...(hasForeignLetters ? [t('This name has letters that may look like others.')] : []),
    '',
    t('Whole address:'),
    url.href,
    ...(why === '' ? [] : ['', t('The server says:'), why]),
  ].join('\n');
}
