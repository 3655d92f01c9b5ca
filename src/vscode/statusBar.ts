import * as vscode from 'vscode';
import type { AccountStatus } from './accountStatus.ts';
import type { CommandId } from './commands/commandIds.ts';
import { messageFor } from './words/messages.ts';
import { plainText } from './words/plainText.ts';

/** Shows a status in the status bar; a click does what helps in that state. */
export function showInStatusBar(item: vscode.StatusBarItem, status: AccountStatus): void {
  const { t } = vscode.l10n;
  const show = (text: string, tooltip: string, command: CommandId | 'incidentDesk.incidents.focus', warns = false) => {
    item.text = text;
    item.tooltip = tooltip;
    item.command = command;
    item.backgroundColor = warns ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  switch (status.kind) {
    case 'hidden':
      item.hide();
      break;
    case 'problem':
      show(`$(warning) ${t('Incident Desk')}`, messageFor(status.error).text, 'incidentDesk.openSettings', true);
      break;
    case 'signedOut':
      show(
        `$(sign-in) ${t('Incident Desk: Sign In')}`,
        t('Nobody is signed in to an incident server.'),
        'incidentDesk.signIn',
      );
      break;
    case 'signedIn': {
      const names = status.accounts.map((name) => plainText(name));
      const text = names.length === 1 ? (names[0] ?? '') : t('{0} accounts', names.length);
      show(
        `$(account) ${text.replaceAll('$(', '$ (')}`,
        t('Incident Desk, signed in as {0}', names.join(', ')),
        'incidentDesk.incidents.focus',
      );
      break;
    }
  }
}

/** The extension's item in the status bar, hidden until there is something to show. */
export function createStatusBarItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('incidentDesk.account', vscode.StatusBarAlignment.Left, 0);
  item.name = vscode.l10n.t('Incident Desk');
  return item;
}
