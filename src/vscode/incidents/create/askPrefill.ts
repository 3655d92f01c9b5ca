import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import { labelText } from '../../../core/shownText.ts';
import { plainLabel } from '../../quickInput/plainLabel.ts';

const { t } = vscode.l10n;

/**
 * What to do with a draft that is there already: add below it, or put what was gathered in its place.
 * @throws AppError `cancelled`: the draft stays as it is
 */
export async function askPrefill(draftTitle: string): Promise<'add' | 'replace'> {
  const add = { label: t('Add to the Draft'), detail: t('Below its description.'), how: 'add' } as const;
  const replace = { label: t('Replace the Draft'), detail: t('What was typed is gone then.'), how: 'replace' } as const;
  const title =
    draftTitle.trim() === '' ? t('There is a draft') : t('There is a draft: {0}', labelText(draftTitle, 60));
  const picked = await vscode.window.showQuickPick([add, replace], {
    title: plainLabel(title),
    placeHolder: t('It was not sent yet. What shall become of it?'),
    ignoreFocusOut: true,
  });
  if (!picked) throw new AppError('cancelled');
  return picked.how;
}
