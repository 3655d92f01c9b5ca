import type { NewIncidentField } from '../incidentSource.ts';
import { type Draft, tagsIn } from './draft.ts';
import type { FieldRules } from './newIncidentRules.ts';

/** Why a field cannot be sent as it is. The face has the words. */
export type DraftProblemCode =
  | 'required'
  | 'too_short' // limit, length
  | 'too_long' // limit, length
  | 'too_many_tags' // limit, length
  | 'tag_too_long' // limit, length
  | 'not_a_choice';

/** A problem of one field: the limit that it breaks, and how much there is. */
export interface DraftProblem {
  readonly field: NewIncidentField;
  readonly code: DraftProblemCode;
  readonly limit: number;
  readonly length: number;
}

/** The problem of a field, the first where it has several; undefined where it can be sent. */
export function problemOf(
  draft: Draft,
  rules: Pick<FieldRules, 'name' | 'required' | 'choices' | 'isList'> & Partial<FieldRules>,
): DraftProblem | undefined {
  const { name: field } = rules;
  const text = draft[field].trim();
  const found = (code: DraftProblemCode, limit = 0, length = 0): DraftProblem => ({ field, code, limit, length });
  if (text === '') return rules.required ? found('required') : undefined;
  if (rules.choices.length > 0) return rules.choices.includes(text) ? undefined : found('not_a_choice');
  if (field === 'tags' && rules.isList) return tagProblem(tagsIn(text), rules, found);
  const length = lengthOf(text);
  const { minLength = 0, maxLength = Infinity } = rules;
  if (length < minLength) return found('too_short', minLength, length);
  return length > maxLength ? found('too_long', maxLength, length) : undefined;
}

/** Everything that keeps a draft from being sent. */
export function draftProblems(draft: Draft, rules: readonly FieldRules[]): readonly DraftProblem[] {
  return rules.flatMap((rule) => problemOf(draft, rule) ?? []);
}

/** Characters as JSON Schema counts them: code points. */
function lengthOf(text: string): number {
  return [...text].length;
}

function tagProblem(
  tags: readonly string[],
  { maxItems = Infinity, maxItemLength = Infinity }: Partial<FieldRules>,
  found: (code: DraftProblemCode, limit: number, length: number) => DraftProblem,
): DraftProblem | undefined {
  if (tags.length > maxItems) return found('too_many_tags', maxItems, tags.length);
  const longest = Math.max(...tags.map(lengthOf));
  return longest > maxItemLength ? found('tag_too_long', maxItemLength, longest) : undefined;
}
