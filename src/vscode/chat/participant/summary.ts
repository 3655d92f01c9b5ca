import * as vscode from 'vscode';
import { wordsLikeIds } from '../../../core/chat/namedIncidents.ts';
import { TASK } from '../../../core/chat/tasks.ts';
import { countOf, dataOf, referencesTo } from './dataOf.ts';
import { postmortemOf } from './followups.ts';
import type { Gathered, Said } from './gathered.ts';
import type { Reach } from './reach.ts';

const { t } = vscode.l10n;

/** `/summary [text or id]`: of one incident, of those that a text is found in, or of all that are unresolved. */
export async function summary(asked: string, reach: Reach): Promise<Gathered | Said> {
  if (asked === '') {
    const all = await reach.unresolved();
    if (countOf(all) === 0) return { say: t('There are no incidents. All quiet.'), followups: [] };
    const known = referencesTo(all);
    return { task: TASK.summaryOfAll, data: dataOf(all, reach.limit, false), known, followups: [] };
  }
  const ids = wordsLikeIds(asked);
  const named = ids.length === 0 ? [] : await reach.named(ids);
  const isNamed = countOf(named) > 0;
  const found = isNamed ? named : await reach.matching(asked);
  if (countOf(found) === 0) return { say: t('No incident matches that.'), followups: [] };
  const known = referencesTo(found);
  const followups = isNamed ? postmortemOf(known) : [];
  return { task: TASK.summaryOfSome, data: dataOf(found, reach.limit, isNamed), known, followups };
}
