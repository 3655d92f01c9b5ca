import * as vscode from 'vscode';
import { isAppError } from '../../core/errors.ts';
import { isJsonArray } from '../../core/json.ts';
import type { Json } from '../../core/mcp/connection.ts';
import type { Elicitation, ElicitationAnswer } from '../../core/mcp/requests/elicitation.ts';
import type { FormField } from '../../core/mcp/toolForm.ts';
import { askInOrder } from '../quickInput/askInOrder.ts';
import { askField } from '../tools/askField.ts';
import type { FieldAnswer } from '../tools/askField.ts';
import { pickInForm } from './pickInForm.ts';

type Answers = Map<string, FieldAnswer>;

/**
 * Puts a server's form to the person: an overview that says who asks what, from which each field is filled in. Sending
 * it asks for what is required first; Escape cancels, and there is a row to decline.
 */
export async function askElicitation(
  server: string,
  { message, fields }: Elicitation,
  signal: AbortSignal,
): Promise<ElicitationAnswer> {
  const answers: Answers = new Map();
  while (!signal.aborted) {
    const choice = await pickInForm({ server, message, fields, answers }, signal);
    switch (choice.kind) {
      case 'closed':
        return { action: 'cancel' };
      case 'decline':
        return { action: 'decline' };
      case 'message':
        await vscode.window.showInformationMessage(vscode.l10n.t('{0} asks', server), { modal: true, detail: message });
        break;
      case 'field':
        await fillIn(server, [choice.field], answers, signal);
        break;
      case 'send': {
        const missing = fields.filter((field) => isMissing(field, answers));
        if (missing.length === 0) return { action: 'accept', content: contentOf(fields, answers) };
        await fillIn(server, missing, answers, signal);
      }
    }
  }
  return { action: 'cancel' };
}

/** What the server insists on and has no default for. */
function isMissing({ name, required, default: initial }: FormField, answers: Answers): boolean {
  return required && initial === undefined && answers.get(name)?.value === undefined;
}

/** A closed question leads back to the overview, with what was answered before. */
async function fillIn(
  server: string,
  fields: readonly FormField[],
  answers: Answers,
  signal: AbortSignal,
): Promise<void> {
  const steps = fields.map((field) => {
    const ask = askField(server, field, signal);
    return async (...[place, earlier]: Parameters<typeof ask>) => {
      const answer = await ask(place, earlier ?? answers.get(field.name));
      if (answer.kind === 'value') answers.set(field.name, answer.value);
      return answer;
    };
  });
  try {
    await askInOrder(steps);
  } catch (error) {
    if (!isAppError(error, 'cancelled')) throw error;
  }
}

/** Only what was answered is sent: what is absent becomes the server's own default. */
function contentOf(
  fields: readonly FormField[],
  answers: Answers,
): Readonly<Record<string, string | number | boolean | string[]>> {
  const entries = fields.flatMap(({ name }) => {
    const value = sendable(answers.get(name)?.value);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function sendable(value: Json | undefined): string | number | boolean | string[] | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value !== undefined && isJsonArray(value) ? value.map(String) : undefined;
}
