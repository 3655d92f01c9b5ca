import * as vscode from 'vscode';
import type { RenderedPrompt } from '../../core/mcp/connection.ts';
import { promptDocument } from '../../core/mcp/documents/promptDocument.ts';
import type { AnswerKind } from '../documents/answers/answerKind.ts';
import { promptWords } from '../documents/promptWords.ts';

const { t } = vscode.l10n;

/** How rendered prompts are written down. */
export function promptAnswers(): AnswerKind<RenderedPrompt> {
  const whole = t('Save Whole Prompt…');
  const words = promptWords(whole);
  return {
    write: (prompt, title) => promptDocument(prompt, title, words),
    gone: t('This prompt is not kept any more. Render it again to see it.'),
    saving: { command: 'incidentDesk.savePrompt', whole },
  };
}
