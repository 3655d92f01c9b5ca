import * as vscode from 'vscode';
import type { RenderedPrompt } from '../../core/mcp/connection.ts';
import { promptMarkdown } from '../../core/mcp/renderMarkdown.ts';
import { markdownWords } from '../documents/markdownWords.ts';
import { PROMPT_SCHEME, ReadonlyDocuments } from '../documents/readonlyDocuments.ts';
import type { FaceOptions } from '../faceOptions.ts';
import { insertAtCursor, sendToChat } from './promptDocument.ts';
import { renderPrompt } from './renderPrompt.ts';

const { t } = vscode.l10n;

/** Registers "Render Prompt" and what can be done with a rendered prompt: copy, insert, send to the chat. */
export function registerPrompts({ registry, run, withStepUp }: FaceOptions): vscode.Disposable {
  const documents = new ReadonlyDocuments(PROMPT_SCHEME);
  let lastEditor: vscode.TextEditor | undefined;
  const texts = new Map<string, string>();
  /** Text of the prompt in the editor that the button belongs to, else in the active one. */
  const textOf = (uri: unknown): string => {
    const wanted = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
    return texts.get(wanted?.toString() ?? '') ?? '';
  };
  const remember = (editor: vscode.TextEditor | undefined): void => {
    if (editor && editor.document.uri.scheme !== PROMPT_SCHEME) lastEditor = editor;
  };
  remember(vscode.window.activeTextEditor);
  return vscode.Disposable.from(
    documents,
    vscode.window.onDidChangeActiveTextEditor(remember),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
    run('incidentDesk.renderPrompt', async () => {
      const { title, prompt } = await renderPrompt(registry, withStepUp);
      const { uri } = await documents.open(title, promptMarkdown(prompt, title, markdownWords()));
      texts.set(uri.toString(), promptText(prompt));
    }),
    run('incidentDesk.copyPrompt', async (uri) => {
      await vscode.env.clipboard.writeText(textOf(uri));
      vscode.window.setStatusBarMessage(t('Prompt copied.'), 3000);
    }),
    run('incidentDesk.insertPrompt', async (uri) => insertAtCursor(textOf(uri), lastEditor)),
    run('incidentDesk.sendPromptToChat', async (uri) => sendToChat(textOf(uri))),
  );
}

/** What the server wrote, without the headings of the document it is shown in. */
function promptText({ messages }: RenderedPrompt): string {
  const texts = messages.map(({ content }) => (content.type === 'text' ? content.text : ''));
  return texts.filter((text) => text !== '').join('\n\n');
}
