import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/mcp/connection.ts';
import type { FormField } from '../../core/mcp/toolForm.ts';
import { askInOrder } from '../quickInput/askInOrder.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { askField, type FieldAnswer } from './askField.ts';
import { valueText } from './valueText.ts';

const { t } = vscode.l10n;

type Answers = ReadonlyMap<string, FieldAnswer>;

interface OverviewItem extends vscode.QuickPickItem {
  readonly field?: FormField;
}

/**
 * Asks for a tool's arguments: the required ones one after the other, then an overview in which any can be set or
 * changed before the call.
 * @throws AppError `cancelled`
 */
export async function askArguments(tool: string, fields: readonly FormField[]): Promise<JsonObject> {
  const required = fields.filter((field) => field.required);
  const given = await askInOrder(required.map((field) => askField(tool, field)));
  const answers = new Map(required.map((field, index) => [field.name, given[index] ?? {}] as const));
  if (required.length === fields.length) return argumentsOf(answers);
  for (;;) {
    const { field } = await pickFromOverview(tool, fields, answers);
    if (!field) return argumentsOf(answers);
    const answer = await askField(tool, field)({ step: 1, totalSteps: 1 }, answers.get(field.name));
    // A closed question leads back to the overview, where Escape ends it all.
    if (answer.kind === 'value') answers.set(field.name, answer.value);
  }
}

async function pickFromOverview(tool: string, fields: readonly FormField[], answers: Answers): Promise<OverviewItem> {
  const items: OverviewItem[] = [
    { label: `$(play) ${t('Call {0}', plainLabel(tool))}`, alwaysShow: true },
    { label: t('Arguments'), kind: vscode.QuickPickItemKind.Separator },
    ...fields.map((field) => overviewItem(field, answers)),
  ];
  const placeHolder = t('Call it now, or pick an argument to set it first');
  const picked = await vscode.window.showQuickPick(items, { title: tool, placeHolder, ignoreFocusOut: true });
  if (!picked) throw new AppError('cancelled');
  return picked;
}

function overviewItem(field: FormField, answers: Answers): OverviewItem {
  const value = answers.get(field.name)?.value;
  const initial = plainLabel(valueText(field.default));
  const unset = initial === '' ? t('not set') : t('default: {0}', initial);
  return {
    label: plainLabel(field.title),
    description: value === undefined ? unset : plainLabel(valueText(value)),
    detail: plainLabel(field.description),
    iconPath: new vscode.ThemeIcon(value === undefined ? 'circle-outline' : 'pass-filled'),
    field,
  };
}

/** Only what was answered is sent: what is absent has the server's own default. */
function argumentsOf(answers: Answers): JsonObject {
  const entries = [...answers].flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries(entries);
}
