import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';

const { t } = vscode.l10n;

/** Asks for the address of a resource, to be corrected from `before`. It is only ever sent to the server. @throws AppError `cancelled` */
export async function askResourceUri(server: string, before = ''): Promise<string> {
  const uri = await vscode.window.showInputBox({
    title: t('Open Resource'),
    prompt: t('Address of a resource of {0}, such as incidents://all', server),
    value: before,
    placeHolder: 'incidents://all',
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[A-Za-z][A-Za-z0-9+.-]*:./.test(text.trim())
        ? undefined
        : t('An address begins with a scheme, such as "incidents:".'),
  });
  if (uri === undefined) throw new AppError('cancelled');
  return uri.trim();
}
