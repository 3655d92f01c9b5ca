import * as vscode from 'vscode';
import { plainMarkdown } from '../../../core/mcp/markdownParts.ts';
import { labelText } from '../../../core/shownText.ts';
import { sharedLink } from '../links/sharedLink.ts';
import { wantedIncident } from './wantedIncident.ts';
import type { WorkOptions } from './workOptions.ts';

const { t } = vscode.l10n;

const STATUS_MS = 3000;
const MARKDOWN = ['markdown', 'git-commit-markdown', 'prompt', 'chatagent', 'mdx'];

/**
 * "Insert Reference": writes the id of an incident with its link at all cursors of the editor; into the clipboard where
 * there is no editor, or one that cannot be written in.
 */
export async function insertReference(options: WorkOptions, argument: unknown): Promise<void> {
  const editor = vscode.window.activeTextEditor ?? options.lastEditor.get();
  const { client, id } = await wantedIncident(options, argument, t('Insert Incident Reference'));
  const link = sharedLink({ server: client.entry.url, id });
  const text = referenceText({ id, link, language: editor?.document.languageId ?? '' });
  if (editor && (await inserted(editor, text))) return;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(t('Reference copied: there is no editor to insert it into.'), STATUS_MS);
}

/** The reference as it is written in a language. */
export function referenceText(wanted: {
  readonly id: string;
  readonly link: string;
  readonly language: string;
}): string {
  const { id, link, language } = wanted;
  const shown = labelText(id);
  return MARKDOWN.includes(language) ? `[${plainMarkdown(shown)}](<${link}>)` : `${shown} (${link})`;
}

async function inserted(editor: vscode.TextEditor, text: string): Promise<boolean> {
  const { document, selections, viewColumn } = editor;
  if (document.isClosed) return false;
  const shown = await vscode.window.showTextDocument(document, viewColumn === undefined ? {} : { viewColumn });
  return shown.edit((edit) => {
    for (const selection of selections) edit.replace(selection, text);
  });
}
