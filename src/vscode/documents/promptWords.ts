import * as vscode from 'vscode';
import type { PromptWords } from '../../core/mcp/documents/promptDocument.ts';
import { documentWords } from './documentWords.ts';

const { t } = vscode.l10n;

/** The words that messages for language models are written down with, in the editor's language. */
export function promptWords(saveWhole = ''): PromptWords {
  return { ...documentWords(saveWhole), user: t('User'), assistant: t('Assistant') };
}
