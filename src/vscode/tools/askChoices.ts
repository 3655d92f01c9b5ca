import * as vscode from 'vscode';
import type { Json } from '../../core/mcp/connection.ts';
import { isJsonArray } from '../../core/json.ts';
import type { FormField } from '../../core/mcp/toolForm.ts';
import { validateField } from '../../core/mcp/validateField.ts';
import type { Step } from '../quickInput/askInOrder.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { untilHidden } from '../quickInput/untilHidden.ts';
import type { FieldAnswer } from './askField.ts';
import { fieldProblemWords } from './fieldProblemWords.ts';
import { fieldPrompt } from './fieldPrompt.ts';

const { t } = vscode.l10n;

interface ChoiceItem extends vscode.QuickPickItem {
  readonly value: Json;
}

/** Asks for any number of a field's choices; as many as the schema allows. */
export function askChoices(title: string, field: FormField, signal?: AbortSignal): Step<FieldAnswer> {
  return (place, earlier) => {
    const input = vscode.window.createQuickPick<ChoiceItem>();
    const given = earlier?.value ?? field.default;
    const chosen = isJsonArray(given) ? given : [];
    input.title = title;
    input.ignoreFocusOut = true;
    input.canSelectMany = true;
    input.placeholder = fieldPrompt({ ...field, default: '' });
    input.items = field.choices.map((choice) => ({
      label: plainLabel(choice.title) || t('(empty)'),
      value: choice.value,
    }));
    input.selectedItems = input.items.filter(({ value }) => chosen.includes(value));
    return untilHidden<FieldAnswer>(
      input,
      place,
      (answer) => [
        input.onDidAccept(() => {
          const verdict = validateField(field, JSON.stringify(input.selectedItems.map(({ value }) => value)));
          if (!('problem' in verdict)) return answer(verdict);
          // A quick pick has no other place for what is wrong.
          input.value = '';
          input.placeholder = fieldProblemWords(verdict.problem);
        }),
      ],
      signal,
    );
  };
}
