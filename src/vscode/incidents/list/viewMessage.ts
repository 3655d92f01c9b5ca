import * as vscode from 'vscode';
import type { AppError } from '../../../core/errors.ts';
import { messageFor } from '../../words/messages.ts';
import type { TreeList } from './treeNodes.ts';

const { t } = vscode.l10n;

/** The line above the rows: what is wrong with the settings or with the only server, or which rows may be out of date. */
export function viewMessage(lists: readonly TreeList[], problem: AppError | undefined, listProblem?: AppError): string {
  if (problem) return messageFor(problem).text;
  const said = listProblem ? [messageFor(listProblem).text] : [];
  return [...said, ...lists.map((list) => listMessage(list, lists.length > 1))]
    .filter((line) => line !== '')
    .join('\n');
}

function listMessage({ name, state }: TreeList, named: boolean): string {
  const { phase, size, error, asOf } = state;
  if (!error || phase === 'signedOut') return '';
  const text = messageFor(error).text;
  if (phase !== 'offline' || size === 0 || asOf === undefined) return named ? '' : text;
  const since = new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'short' }).format(asOf);
  const stale = t('Offline since {0}, showing {1} incidents as they were then.', since, size);
  return named ? t('{0}: {1}', name, stale) : `${stale} ${text}`;
}
