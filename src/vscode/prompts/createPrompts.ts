import * as vscode from 'vscode';
import { promptText } from '../../core/mcp/documents/promptText.ts';
import type { SignedInAccounts } from '../auth/accounts/signedInAccounts.ts';
import type { Feature } from '../commands/feature.ts';
import { AnswerFiles } from '../documents/answers/answerFiles.ts';
import { createAnswerLenses } from '../documents/answers/answerLenses.ts';
import { saveAnswer } from '../documents/answers/saveAnswer.ts';
import { wantedUri } from '../documents/answers/wantedUri.ts';
import type { FaceOptions } from '../faceOptions.ts';
import { nothingToPick } from '../quickInput/pickFrom.ts';
import { itemReference } from '../servers/itemReference.ts';
import type { LastTextEditor } from '../start/lastTextEditor.ts';
import type { HeldFiles } from '../start/lazyFiles.ts';
import { insertAtCursor } from './insertAtCursor.ts';
import { promptAnswers } from './promptAnswers.ts';
import { type Rendered, renderPrompt } from './renderPrompt.ts';
import { sendToChat } from './sendToChat.ts';

const { t } = vscode.l10n;

/** What the prompts are built from. */
export interface PromptsOptions extends Pick<FaceOptions, 'registry' | 'withStepUp' | 'now'> {
  /** Tells of other accounts, which may not see what was rendered for the one before. */
  readonly accounts: Pick<SignedInAccounts, 'onDidChange'>;
  /** The editor that a prompt is inserted into. */
  readonly lastEditor: Pick<LastTextEditor, 'get'>;
  /** Of the documents. */
  readonly scheme: string;
}

type PromptCommands =
  | 'incidentDesk.renderPrompt'
  | 'incidentDesk.copyPrompt'
  | 'incidentDesk.insertPrompt'
  | 'incidentDesk.sendPromptToChat'
  | 'incidentDesk.savePrompt';

/** "Render Prompt" and what can be done with a rendered prompt: copy, insert, send to the chat, save. */
export interface Prompts extends Feature<PromptCommands> {
  readonly files: HeldFiles;
  /** Opens a rendered prompt as a document. */
  readonly show: (rendered: Rendered) => Promise<void>;
}

/** Builds {@link Prompts}. */
export function createPrompts(from: PromptsOptions): Prompts {
  const { registry, withStepUp, now, accounts, lastEditor, scheme } = from;
  const kind = promptAnswers();
  const files = new AnswerFiles({ scheme, now, kind, accounts });
  const lenses = vscode.languages.registerCodeLensProvider({ scheme }, createAnswerLenses(files, kind));
  /** Does something with the text of the prompt that a button belongs to, else of the one that is shown. */
  const use = async (argument: unknown, act: (text: string) => Promise<void>): Promise<void> => {
    const uri = wantedUri(argument);
    const prompt = uri && files.answerOf(uri);
    if (!prompt) throw nothingToPick(kind.gone);
    const { text, left } = promptText(prompt);
    if (text === '') throw nothingToPick(t('This prompt holds no text.'));
    await act(text);
    if (left > 0) tellOfLeft(left);
  };
  const show = ({ serverId, title, prompt }: Rendered): Promise<void> => files.open(title, serverId, prompt);
  return {
    files,
    show,
    commands: {
      'incidentDesk.renderPrompt': async (argument) =>
        show(await renderPrompt(registry, withStepUp, itemReference(argument))),
      'incidentDesk.copyPrompt': (uri) =>
        use(uri, async (text) => {
          await vscode.env.clipboard.writeText(text);
          vscode.window.setStatusBarMessage(t('Prompt copied.'), 3000);
        }),
      'incidentDesk.insertPrompt': (uri) => use(uri, (text) => insertAtCursor(text, lastEditor.get())),
      'incidentDesk.sendPromptToChat': (uri) => use(uri, sendToChat),
      'incidentDesk.savePrompt': (uri) => saveAnswer(files, uri),
    },
    dispose: () => {
      lenses.dispose();
      files.dispose();
    },
  };
}

function tellOfLeft(left: number): void {
  void vscode.window.showInformationMessage(t('Images, sounds and files of the prompt were left out: {0}.', left));
}
