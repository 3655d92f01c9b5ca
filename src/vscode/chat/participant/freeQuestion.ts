import * as vscode from 'vscode';
import { wordsLikeIds } from '../../../core/chat/namedIncidents.ts';
import { TASK } from '../../../core/chat/tasks.ts';
import { countOf, dataOf, referencesTo } from './dataOf.ts';
import { firstQuestions, postmortemOf } from './followups.ts';
import type { Gathered, Said } from './gathered.ts';
import type { Reach } from './reach.ts';

const { t } = vscode.l10n;

/** A question without a command: with the unresolved incidents, and all of those that it names. */
export async function freeQuestion(asked: string, reach: Reach): Promise<Gathered | Said> {
  if (asked === '')
    return { say: t('Ask something about the incidents, or begin with one of these:'), followups: firstQuestions() };
  const ids = wordsLikeIds(asked);
  const half = Math.floor(reach.limit / 2);
  const named = ids.length === 0 ? [] : (await reach.named(ids)).filter(({ value }) => value.length > 0);
  const unresolved = await reach.unresolved();
  const data = [...dataOf(named, half, true), ...dataOf(unresolved, half, false)];
  const known = [...referencesTo(named), ...referencesTo(unresolved)];
  const followups = countOf(named) > 0 ? postmortemOf(referencesTo(named)) : firstQuestions().slice(0, 1);
  return { task: TASK.question, data, known, followups };
}
