import * as vscode from 'vscode';
import { SCOPE } from '../../../shared/names.ts';
import { plainText } from '../../words/plainText.ts';

const { t } = vscode.l10n;

const WORDS: ReadonlyMap<string, () => string> = new Map([
  [SCOPE.read, () => t('see incidents')],
  [SCOPE.write, () => t('create and change incidents')],
  ['offline_access', () => t('stay signed in')],
]);

/** A permission in the person's words, with the scope that is sent; the scope alone where it is not a known one. */
export function scopeWords(scope: string): string {
  const words = WORDS.get(scope)?.();
  return words === undefined ? plainText(scope) : `${words} (${plainText(scope)})`;
}
