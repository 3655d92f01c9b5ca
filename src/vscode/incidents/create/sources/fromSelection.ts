import * as vscode from 'vscode';
import { AppError } from '../../../../core/errors.ts';
import type { Gathered } from '../../../../core/incidents/create/prefill.ts';
import { placeFacts } from './placeFacts.ts';

const { t } = vscode.l10n;

/**
 * What is selected in the active editor, or the line of its cursor, with its place.
 * @throws AppError `no_editor`
 */
export async function fromSelection(): Promise<Gathered> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new AppError('no_editor');
  const { document, selection } = editor;
  const range = selection.isEmpty ? document.lineAt(selection.active).range : selection;
  // A selection that ends before the first letter of a line does not have that line.
  const last = range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
  const facts = await placeFacts(document.uri, { first: range.start.line + 1, last: last + 1 });
  const text = document.getText(range);
  return { title: '', facts, blocks: [{ label: t('Code'), text, language: document.languageId, keep: 'start' }] };
}
