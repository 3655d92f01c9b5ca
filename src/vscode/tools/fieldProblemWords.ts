import * as vscode from 'vscode';
import type { FieldProblem, FieldProblemCode } from '../../core/mcp/validateField.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';

const { t } = vscode.l10n;

/**
 * What is wrong with what was typed into a field, and so what would be right. Limits are the server's words, patterns
 * among them, and an input box runs the links of its message: none is left.
 */
export function fieldProblemWords({ code, limit: sent }: FieldProblem): string {
  const limit = plainLabel(sent);
  const words: Record<FieldProblemCode, string> = {
    required: t('A value is needed.'),
    not_number: t('Enter a number.'),
    not_integer: t('Enter a whole number.'),
    below_minimum: t('Enter {0} or more.', limit),
    above_maximum: t('Enter {0} or less.', limit),
    not_above: t('Enter more than {0}.', limit),
    not_below: t('Enter less than {0}.', limit),
    not_multiple: t('Enter a multiple of {0}.', limit),
    too_short: t('Enter {0} characters or more.', limit),
    too_long: t('Enter {0} characters or fewer.', limit),
    not_matching: t('Enter a text that matches {0}.', limit),
    not_format: t('Enter a text of the format "{0}".', limit),
    not_boolean: t('Enter true or false.'),
    not_a_choice: t('Pick one of the values.'),
    too_few: t('Pick {0} or more.', limit),
    too_many: t('Pick {0} or fewer.', limit),
    too_few_items: t('Enter {0} values or more, with commas between them.', limit),
    too_many_items: t('Enter {0} values or fewer.', limit),
    not_json: t('Enter valid JSON.'),
    wrong_json_type: limit === 'array' ? t('Enter a JSON array, such as ["a", "b"].') : t('Enter a JSON object.'),
  };
  return words[code];
}
