import * as vscode from 'vscode';
import type { ResultWords } from '../../../core/mcp/results/resultDocument.ts';
import { markdownWords } from '../../documents/markdownWords.ts';

const { t } = vscode.l10n;

/** The words that results are written down with, in the editor's language. */
export function resultWords(): ResultWords {
  const number = new Intl.NumberFormat(vscode.env.language);
  return {
    ...markdownWords(),
    mismatch: t('This does not fit what the tool says that it answers:'),
    cut: (shown, whole) =>
      t(
        'Only the first {0} of {1} characters are shown. "Save Whole Result…" at the top has all.',
        number.format(shown),
        number.format(whole),
      ),
    left: (parts) => t('{0} more parts are not shown. "Save Whole Result…" at the top has all.', number.format(parts)),
  };
}
