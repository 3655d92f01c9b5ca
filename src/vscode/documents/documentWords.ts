import * as vscode from 'vscode';
import type { DocumentWords } from '../../core/mcp/documents/documentWords.ts';

const { t } = vscode.l10n;

/** The words that all answers are written down with, in the editor's language; `saveWhole` is where all of one is. */
export function documentWords(saveWhole: string): DocumentWords {
  const number = new Intl.NumberFormat(vscode.env.language);
  const size = new Intl.NumberFormat(vscode.env.language, { maximumFractionDigits: 1 });
  return {
    image: t('Image'),
    audio: t('Audio'),
    resource: t('Resource'),
    link: t('Link'),
    empty: t('The answer is empty.'),
    size: (bytes) => (bytes < 1000 ? t('{0} bytes', size.format(bytes)) : t('{0} KB', size.format(bytes / 1000))),
    cut: (shown, whole) =>
      t(
        'Only the first {0} of {1} characters are shown. "{2}" at the top has all.',
        number.format(shown),
        number.format(whole),
        saveWhole,
      ),
    left: (parts) => t('{0} more parts are not shown. "{1}" at the top has all.', number.format(parts), saveWhole),
  };
}
