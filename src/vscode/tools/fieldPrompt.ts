import * as vscode from 'vscode';
import type { FormField } from '../../core/mcp/toolForm.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { shownValue } from './valueText.ts';

const { t } = vscode.l10n;

/** What a tool's argument is for, and its default. An input box runs the links of its prompt: none is left. */
export function fieldPrompt(field: FormField): string {
  const { title, description, type, default: initial } = field;
  const what = plainLabel(description) || plainLabel(title);
  const json = type === 'json' ? ` ${t('(JSON)')}` : type === 'list' ? ` ${t('(with commas between several)')}` : '';
  const value = plainLabel(shownValue(field, initial));
  return value === '' ? `${what}${json}` : `${what}${json} ${t('(default: {0})', value)}`;
}
