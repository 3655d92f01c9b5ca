import { AppError } from '../../core/errors.ts';

/** What a step was answered with: a value, a wish to go back to the step before or to be asked no more, or nothing. */
export type StepAnswer<Value> =
  { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'back' | 'enough' | 'closed' };

/** Where a step stands among all. */
export interface StepPlace {
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
}

/**
 * One question. `earlier` is what it was answered with before the person went back, `before` are the answers to the
 * questions before it.
 */
export type Step<Value> = (
  place: StepPlace,
  earlier: Value | undefined,
  before?: readonly Value[],
) => Promise<StepAnswer<Value>>;

/**
 * Asks one question after the other, with Back. There are fewer answers than questions where the person wanted to be
 * asked no more. `before` are the answers of an earlier round, to be given again or corrected.
 * @throws AppError `cancelled` when a question is closed
 */
export async function askInOrder<Value>(
  steps: readonly Step<Value>[],
  before: readonly Value[] = [],
): Promise<Value[]> {
  const answers: Value[] = [];
  for (let at = 0; at < steps.length;) {
    const place = { step: at + 1, totalSteps: steps.length };
    const answer = await steps[at]?.(place, answers[at] ?? before[at], answers.slice(0, at));
    if (!answer || answer.kind === 'closed') throw new AppError('cancelled');
    if (answer.kind === 'enough') return answers.slice(0, at);
    if (answer.kind === 'value') answers[at] = answer.value;
    at = answer.kind === 'back' ? Math.max(at - 1, 0) : at + 1;
  }
  return answers;
}
