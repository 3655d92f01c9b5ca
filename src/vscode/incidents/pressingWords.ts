import * as vscode from 'vscode';
import type { PressingCount } from './list/viewState.ts';

const { t } = vscode.l10n;

/** What the badge and the status bar count, in the same words for both: one shows the sum, the other the critical ones. */
export function pressingWords({ critical, high, isLoadedOnly }: PressingCount): string {
  const words = countWords(critical, high);
  return isLoadedOnly && words !== '' ? t('{0}, of those that are loaded', words) : words;
}

function countWords(critical: number, high: number): string {
  const one = critical + high === 1;
  if (critical === 0 && high === 0) return '';
  if (high === 0) {
    return one ? t('1 critical incident is not resolved') : t('{0} critical incidents are not resolved', critical);
  }
  if (critical === 0) {
    return one ? t('1 high incident is not resolved') : t('{0} high incidents are not resolved', high);
  }
  return t('{0} critical or high incidents are not resolved, {1} of them critical', critical + high, critical);
}
