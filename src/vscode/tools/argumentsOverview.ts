import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { FormField } from '../../core/mcp/toolForm.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import type { FieldAnswer } from './askField.ts';
import { shownValue } from './valueText.ts';

const { t } = vscode.l10n;

/** What the person chose of the overview. */
export type OverviewChoice =
  { readonly kind: 'call' | 'edit' | 'reset' } | { readonly kind: 'field'; readonly field: FormField };

interface OverviewItem extends vscode.QuickPickItem {
  readonly choice?: OverviewChoice;
}

/** Shows all arguments of a tool with their values, and what can be done with them. @throws AppError `cancelled` */
export async function pickFromOverview(
  tool: string,
  fields: readonly FormField[],
  answers: ReadonlyMap<string, FieldAnswer>,
): Promise<OverviewChoice> {
  const required = fields.filter((field) => field.required);
  const optional = fields.filter((field) => !field.required);
  const items: OverviewItem[] = [
    // Gone while a text matches other rows, or none: Enter then must not call.
    { label: `$(play) ${t('Call {0}', plainLabel(tool))}`, choice: { kind: 'call' } },
    ...groupOf(required, t('Required'), answers),
    ...groupOf(optional, t('Optional'), answers),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...(answers.size > 0
      ? [{ label: `$(discard) ${t('Reset to defaults')}`, choice: { kind: 'reset' } as const }]
      : []),
    { label: `$(json) ${t('Edit as JSON')}`, choice: { kind: 'edit' } },
  ];
  const placeHolder = t('Call it now, or pick an argument to set it first');
  const picked = await vscode.window.showQuickPick(items, { title: tool, placeHolder, ignoreFocusOut: true });
  if (!picked?.choice) throw new AppError('cancelled');
  return picked.choice;
}

function groupOf(
  fields: readonly FormField[],
  label: string,
  answers: ReadonlyMap<string, FieldAnswer>,
): OverviewItem[] {
  if (fields.length === 0) return [];
  const items = fields.map((field) => fieldItem(field, answers));
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function fieldItem(field: FormField, answers: ReadonlyMap<string, FieldAnswer>): OverviewItem {
  const value = answers.get(field.name)?.value;
  const initial = plainLabel(shownValue(field, field.default));
  const unset = initial === '' ? t('not set') : t('default: {0}', initial);
  return {
    label: plainLabel(field.title),
    description: value === undefined ? unset : plainLabel(shownValue(field, value)),
    detail: plainLabel(field.description),
    iconPath: new vscode.ThemeIcon(value === undefined ? 'circle-outline' : 'pass-filled'),
    choice: { kind: 'field', field },
  };
}
