import * as vscode from 'vscode';
import { isJsonArray } from '../../core/json.ts';
import type { Json } from '../../core/mcp/connection.ts';
import type { FormField } from '../../core/mcp/toolForm.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { untilHidden } from '../quickInput/untilHidden.ts';
import type { FieldAnswer } from '../tools/askField.ts';
import { shownValue, valueText } from '../tools/valueText.ts';

const { t } = vscode.l10n;

/** What the person does with a server's form. */
export type FormChoice =
  { readonly kind: 'send' | 'decline' | 'message' | 'closed' } | { readonly kind: 'field'; readonly field: FormField };

/** A form as it stands. */
export interface FormState {
  readonly server: string;
  readonly message: string;
  readonly fields: readonly FormField[];
  readonly answers: ReadonlyMap<string, FieldAnswer>;
}

interface FormItem extends vscode.QuickPickItem {
  readonly choice: FormChoice;
}

/** Shows a server's form: its question, each field with its value, and what can be done with it. */
export async function pickInForm(form: FormState, signal: AbortSignal): Promise<FormChoice> {
  const input = vscode.window.createQuickPick<FormItem>();
  const send: FormItem = { label: `$(check) ${t('Send Answer')}`, alwaysShow: true, choice: { kind: 'send' } };
  input.title = t('{0} asks', plainLabel(form.server));
  input.placeholder = t('Pick a field to fill it in, or send the answer');
  input.ignoreFocusOut = true;
  input.items = [
    {
      label: `$(comment) ${plainLabel(form.message)}`,
      description: form.message.length > LINE ? t('pick it to read all') : '',
      choice: { kind: 'message' },
    },
    ...(form.fields.length > 0 ? [separator(t('Your answer'))] : []),
    ...form.fields.map((field) => fieldItem(field, form.answers)),
    separator(''),
    send,
    { label: `$(circle-slash) ${t('Decline')}`, description: t('Escape cancels'), choice: { kind: 'decline' } },
  ];
  input.activeItems = [send];
  const answer = await untilHidden<FormChoice>(
    input,
    { step: 1, totalSteps: 1 },
    (take) => [
      input.onDidAccept(() => {
        const [chosen] = input.selectedItems;
        if (chosen) take(chosen.choice);
      }),
    ],
    signal,
  );
  return answer.kind === 'value' ? answer.value : { kind: 'closed' };
}

/** Characters of a message that a row has room for. */
const LINE = 90;

function separator(label: string): FormItem {
  return { label, kind: vscode.QuickPickItemKind.Separator, choice: { kind: 'closed' } };
}

function fieldItem(field: FormField, answers: FormState['answers']): FormItem {
  const value = answers.get(field.name)?.value;
  const isSet = value !== undefined;
  const shown = plainLabel(shownValue(field, isSet ? value : field.default, byTitles(field)));
  const unset = field.required ? t('needed') : t('may stay empty');
  const initial = shown === '' ? unset : t('default: {0}', shown);
  return {
    label: plainLabel(field.title),
    description: isSet ? shown : initial,
    detail: plainLabel(field.description),
    iconPath: new vscode.ThemeIcon(isSet || shown !== '' ? 'pass-filled' : 'circle-outline'),
    choice: { kind: 'field', field },
  };
}

/** Choices by their titles. */
function byTitles({ choices }: FormField): (value: Json) => string {
  const titleOf = (one: Json): string => choices.find((choice) => choice.value === one)?.title ?? valueText(one);
  return (value) => (isJsonArray(value) ? value.map(titleOf).join(', ') : titleOf(value));
}
