import * as vscode from 'vscode';
import type { RenderedPrompt } from '../../core/mcp/connection.ts';
import { promptMarkdown } from '../../core/mcp/renderMarkdown.ts';
import type { Feature } from '../commands/feature.ts';
import { markdownWords } from '../documents/markdownWords.ts';
import { ReadonlyDocuments } from '../documents/readonlyDocuments.ts';
import { PROMPT_SCHEME } from '../documents/schemes.ts';
import { itemReference } from '../servers/itemReference.ts';
import type { FaceOptions } from '../faceOptions.ts';
import type { LastTextEditor } from '../start/lastTextEditor.ts';
import { insertAtCursor, sendToChat } from './promptDocument.ts';
import { renderPrompt } from './renderPrompt.ts';

const { t } = vscode.l10n;

/** What the prompts are built from. */
export interface PromptsOptions extends Pick<FaceOptions, 'registry' | 'withStepUp'> {
  /** The editor that a prompt is inserted into. */
  readonly lastEditor: Pick<LastTextEditor, 'get'>;
}

/** "Render Prompt" and what can be done with a rendered prompt: copy, insert, send to the chat. */
export function createPrompts({
  registry,
  withStepUp,
  lastEditor,
}: PromptsOptions): Feature<
  | 'incidentDesk.renderPrompt'
  | 'incidentDesk.copyPrompt'
  | 'incidentDesk.insertPrompt'
  | 'incidentDesk.sendPromptToChat'
> {
  const documents = new ReadonlyDocuments(PROMPT_SCHEME);
  const texts = new Map<string, string>();
  /** Text of the prompt in the editor that the button belongs to, else in the active one. */
  const textOf = (uri: unknown): string => {
    const wanted = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
    return texts.get(wanted?.toString() ?? '') ?? '';
  };
  const closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString()));
  return {
    commands: {
      'incidentDesk.renderPrompt': async (argument) => {
        const { title, prompt } = await renderPrompt(registry, withStepUp, itemReference(argument));
        const { uri } = await documents.open(title, promptMarkdown(prompt, title, markdownWords()));
        texts.set(uri.toString(), promptText(prompt));
      },
      'incidentDesk.copyPrompt': async (uri) => {
        await vscode.env.clipboard.writeText(textOf(uri));
        vscode.window.setStatusBarMessage(t('Prompt copied.'), 3000);
      },
      'incidentDesk.insertPrompt': async (uri) => insertAtCursor(textOf(uri), lastEditor.get()),
      'incidentDesk.sendPromptToChat': async (uri) => sendToChat(textOf(uri)),
    },
    dispose: () => {
      documents.dispose();
      closing.dispose();
    },
  };
}

/** What the server wrote, without the headings of the document it is shown in. */
function promptText({ messages }: RenderedPrompt): string {
  const texts = messages.map(({ content }) => (content.type === 'text' ? content.text : ''));
  return texts.filter((text) => text !== '').join('\n\n');
}
