import { AppError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/mcp/connection.ts';
import type { FormField } from '../../core/mcp/toolForm.ts';
import { validateField } from '../../core/mcp/validateField.ts';
import { askInOrder } from '../quickInput/askInOrder.ts';
import { askField, type FieldAnswer } from './askField.ts';
import { pickFromOverview } from './argumentsOverview.ts';
import { valueText } from './valueText.ts';

/** What became of a form: a call with these arguments, or a wish to go on with them as JSON. */
export interface FormAnswer {
  readonly kind: 'call' | 'edit';
  readonly args: JsonObject;
}

/**
 * Asks for a tool's arguments: the required ones one after the other, then an overview in which any can be set or
 * changed before the call. With the arguments of the `last` call the overview comes first.
 * @throws AppError `cancelled`
 */
export async function askArguments(
  tool: string,
  fields: readonly FormField[],
  last: JsonObject | undefined,
): Promise<FormAnswer> {
  const isSimple = last === undefined && fields.every(({ required }) => required);
  let answers = await withRequired(tool, fields, answersFrom(fields, last ?? {}));
  if (isSimple) return { kind: 'call', args: argumentsOf(answers) };
  for (;;) {
    const choice = await pickFromOverview(tool, fields, answers);
    if (choice.kind === 'reset') answers = await withRequired(tool, fields, new Map());
    else if (choice.kind !== 'field') return { kind: choice.kind, args: argumentsOf(answers) };
    else {
      const { field } = choice;
      const answer = await askField(tool, field)({ step: 1, totalSteps: 1 }, answers.get(field.name));
      // A closed question leads back to the overview, where Escape ends it all.
      if (answer.kind === 'value') answers.set(field.name, answer.value);
    }
  }
}

/** Asks for the required arguments that have no answer yet. */
async function withRequired(
  tool: string,
  fields: readonly FormField[],
  answers: ReadonlyMap<string, FieldAnswer>,
): Promise<Map<string, FieldAnswer>> {
  const missing = fields.filter(({ name, required }) => required && !answers.has(name));
  const given = await askInOrder(missing.map((field) => askField(tool, field)));
  if (given.length < missing.length) throw new AppError('cancelled');
  return new Map([...answers, ...missing.map((field, index) => [field.name, given[index] ?? {}] as const)]);
}

/** The arguments of an earlier call that the fields, as they are now, would take. */
function answersFrom(fields: readonly FormField[], last: JsonObject): Map<string, FieldAnswer> {
  const kept = fields.flatMap((field): [string, FieldAnswer][] => {
    const value = Object.hasOwn(last, field.name) ? last[field.name] : undefined;
    if (value === undefined || 'problem' in validateField(field, valueText(value))) return [];
    return [[field.name, { value }]];
  });
  return new Map(kept);
}

/** Only what was answered is sent: what is absent has the server's own default. */
function argumentsOf(answers: ReadonlyMap<string, FieldAnswer>): JsonObject {
  const entries = [...answers].flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries(entries);
}
