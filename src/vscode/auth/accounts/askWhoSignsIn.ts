import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import { plainLabel } from '../../quickInput/plainLabel.ts';
import { plainText } from '../../words/plainText.ts';

/**
 * Asks somebody who is signed in already what "Sign In" is to mean: anew, or as somebody else beside.
 * @throws AppError `cancelled`
 */
export async function askWhoSignsIn(
  account: vscode.AuthenticationSessionAccountInformation,
): Promise<vscode.AuthenticationGetSessionOptions> {
  const items = [
    {
      label: vscode.l10n.t('Sign in again'),
      description: plainLabel(account.label),
      options: { forceNewSession: true, account },
    },
    {
      label: vscode.l10n.t('Use another account'),
      description: vscode.l10n.t('this one stays signed in beside it'),
      options: { forceNewSession: true, clearSessionPreference: true },
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('You are signed in as {0}', plainText(account.label)),
    placeHolder: vscode.l10n.t('Who signs in?'),
  });
  if (!picked) throw new AppError('cancelled');
  return picked.options;
}
