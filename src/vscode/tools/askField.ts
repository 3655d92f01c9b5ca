import * as vscode from 'vscode';
import type { Json } from '../../core/mcp/connection.ts';
import type { FormField } from '../../core/mcp/toolForm.ts';
import { validateField } from '../../core/mcp/validateField.ts';
import type { Step } from '../quickInput/askInOrder.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { untilHidden } from '../quickInput/untilHidden.ts';
import { askChoices } from './askChoices.ts';
import { fieldProblemWords } from './fieldProblemWords.ts';
import { fieldPrompt } from './fieldPrompt.ts';
import { valueText } from './valueText.ts';

const { t } = vscode.l10n;

/** What a field was answered with; absent where it was left empty. */
export interface FieldAnswer {
  readonly value?: Json;
}

/**
 * Asks for one value, such as an argument of a tool: picked where the schema lists values, else typed and checked while
 * typing. `tool` says who wants it. The signal closes the question.
 */
export function askField(tool: string, field: FormField, signal?: AbortSignal): Step<FieldAnswer> {
  if (field.type === 'multi') return askChoices(titleOf(tool, field), field, signal);
  return field.type === 'enum' || field.type === 'boolean'
    ? pickStep(tool, field, signal)
    : typeStep(tool, field, signal);
}

function typeStep(tool: string, field: FormField, signal?: AbortSignal): Step<FieldAnswer> {
  return (place, earlier) => {
    const input = vscode.window.createInputBox();
    const check = (): FieldAnswer | undefined => {
      const verdict = validateField(field, input.value);
      const wrong = 'problem' in verdict;
      // An empty field is not scolded before Enter is pressed.
      input.validationMessage = wrong && input.value !== '' ? fieldProblemWords(verdict.problem) : undefined;
      return wrong ? undefined : verdict;
    };
    input.title = titleOf(tool, field);
    input.password = field.isSecret;
    input.ignoreFocusOut = true;
    input.prompt = fieldPrompt(field);
    input.placeholder = field.required ? '' : t('Optional: Enter leaves it empty');
    input.value = valueText(earlier?.value ?? field.default);
    check();
    return untilHidden<FieldAnswer>(
      input,
      place,
      (answer) => [
        input.onDidChangeValue(check),
        input.onDidAccept(() => {
          const checked = check();
          if (checked) return answer(checked);
          const verdict = validateField(field, input.value);
          if ('problem' in verdict) input.validationMessage = fieldProblemWords(verdict.problem);
        }),
      ],
      signal,
    );
  };
}

interface ChoiceItem extends vscode.QuickPickItem {
  readonly answer: FieldAnswer;
}

function pickStep(tool: string, field: FormField, signal?: AbortSignal): Step<FieldAnswer> {
  return (place, earlier) => {
    const input = vscode.window.createQuickPick<ChoiceItem>();
    const items = choiceItems(field);
    const current = valueText(earlier?.value ?? field.default);
    input.title = titleOf(tool, field);
    input.ignoreFocusOut = true;
    input.placeholder = fieldPrompt(field);
    input.items = items;
    input.activeItems = items.filter(({ answer }) => valueText(answer.value) === current).slice(0, 1);
    return untilHidden<FieldAnswer>(
      input,
      place,
      (answer) => [
        input.onDidAccept(() => {
          const [chosen] = input.selectedItems;
          if (chosen) answer(chosen.answer);
        }),
      ],
      signal,
    );
  };
}

function choiceItems(field: FormField): ChoiceItem[] {
  const choices =
    field.type === 'boolean' ? [true, false].map((value) => ({ value, title: String(value) })) : field.choices;
  const items = choices
    // An optional field has its own row for "empty".
    .filter(({ value }) => value !== '' || field.required)
    .map(({ value, title }): ChoiceItem => {
      const isDefault = field.default !== undefined && valueText(value) === valueText(field.default);
      const label = plainLabel(title) || t('(empty)');
      return { label, description: isDefault ? t('default') : '', answer: { value } };
    });
  return field.required ? items : [...items, { label: `$(dash) ${t('Leave empty')}`, answer: {} }];
}

function titleOf(tool: string, { title, required }: FormField): string {
  return required ? t('{0}: {1}', tool, title) : t('{0}: {1} (optional)', tool, title);
}
