import * as vscode from 'vscode';
import { plainText } from '../../words/plainText.ts';

const { t } = vscode.l10n;

/** Why a language model gave no answer, and what to do. */
export function modelWords(error: unknown, model: string): string {
  const name = plainText(model);
  const code = error instanceof vscode.LanguageModelError ? error.code : '';
  if (code === vscode.LanguageModelError.NoPermissions.name) {
    return t(
      'Incident Desk may not use the language model {0}. Allow it when VS Code asks, or choose another one.',
      name,
    );
  }
  if (code === vscode.LanguageModelError.Blocked.name) {
    return t(
      'The language model {0} refused this, or its quota is used up. Wait a while, or choose another one.',
      name,
    );
  }
  if (code === vscode.LanguageModelError.NotFound.name)
    return t('The language model {0} is not there any more. Choose another one.', name);
  return t('The language model {0} did not answer: {1}', name, plainText(reasonOf(error)) || t('unknown'));
}

/** The editor hands failures of other extensions on as objects that are no errors. */
function reasonOf(error: unknown): string {
  const message: unknown = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof message === 'string' ? message : '';
}
