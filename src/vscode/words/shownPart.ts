import * as vscode from 'vscode';
import { multilineText } from '../../core/shownText.ts';

/**
 * What a dialog, which does not scroll, shows of a text that was not written here: at most `limit` characters, with how
 * many there are besides.
 */
export function shownPart(text: string, limit: number): string {
  const characters = [...multilineText(text, Number.POSITIVE_INFINITY)];
  const hidden = characters.length - limit;
  if (hidden <= 0) return characters.join('');
  const number = new Intl.NumberFormat(vscode.env.language).format(hidden);
  return `${characters.slice(0, limit).join('')}…\n${vscode.l10n.t('({0} more characters are not shown)', number)}`;
}
