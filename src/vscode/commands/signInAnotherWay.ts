import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { NotificationLinks } from '../auth/notificationLinks.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import type { CommandHandler } from './feature.ts';

/** "Sign In Another Way": all that the notification of a waiting sign-in links to, for the keyboard. */
export function signInAnotherWayCommand(links: Pick<NotificationLinks, 'open'>): CommandHandler {
  return async () => {
    const items = links.open().map(({ title, about, act }) => ({ label: title, description: plainLabel(about), act }));
    if (items.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No sign-in is waiting for you now.'));
      return;
    }
    const picked = await vscode.window.showQuickPick(items, {
      placeHolder: vscode.l10n.t('How do you want to go on with the sign-in?'),
    });
    if (!picked) throw new AppError('cancelled');
    await picked.act();
  };
}
