import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { plainText } from '../words/plainText.ts';

const { t } = vscode.l10n;

/** Says why arguments do not fit a tool's schema; the server may take them all the same. @throws AppError `cancelled` */
export async function confirmMismatch(tool: string, problem: string): Promise<void> {
  const call = t('Call Anyway');
  const chosen = await vscode.window.showWarningMessage(
    t('The arguments do not fit what "{0}" asks for.', plainLabel(tool)),
    { modal: true, detail: plainText(problem) },
    call,
  );
  if (chosen !== call) throw new AppError('cancelled');
}
