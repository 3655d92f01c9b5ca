import * as vscode from 'vscode';
import type { ToolResult } from '../../core/mcp/connection.ts';
import { resultDocument } from '../../core/mcp/documents/resultDocument.ts';
import type { AnswerKind } from '../documents/answers/answerKind.ts';
import { documentWords } from '../documents/documentWords.ts';

const { t } = vscode.l10n;

/** How what tools answered is written down. */
export function resultAnswers(): AnswerKind<ToolResult> {
  const whole = t('Save Whole Result…');
  const words = {
    ...documentWords(whole),
    failed: t('The tool failed'),
    structured: t('Structured data'),
    mismatch: t('This does not fit what the tool says that it answers:'),
  };
  return {
    write: (result, title) => resultDocument(result, title, words),
    gone: t('This result is not kept any more. Call the tool again to see one.'),
    saving: { command: 'incidentDesk.saveResult', whole },
  };
}
