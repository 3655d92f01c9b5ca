import * as vscode from 'vscode';
import type { Log } from '../../core/effects.ts';

/** What {@link registerLazyParticipant} asks for answers. */
export interface ChatAnswers {
  answer(
    request: vscode.ChatRequest,
    context: vscode.ChatContext,
    stream: vscode.ChatResponseStream,
    token: vscode.CancellationToken,
  ): Promise<vscode.ChatResult>;
  followups(result: vscode.ChatResult): vscode.ChatFollowup[];
}

/**
 * Registers a chat participant, whose answers are loaded when it is first asked. Does nothing in an editor that has no
 * chat.
 */
export function registerLazyParticipant(
  { id, iconPath, log }: { readonly id: string; readonly iconPath: vscode.IconPath; readonly log: Log },
  load: () => Promise<ChatAnswers>,
): vscode.Disposable {
  if (!hasParticipants()) return new vscode.Disposable(() => undefined);
  let answers: ChatAnswers | undefined;
  const participant = vscode.chat.createChatParticipant(id, async (...asked) => {
    try {
      answers = await load();
    } catch (error) {
      log.error(`${id} could not be loaded: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`);
      const message = vscode.l10n.t('Incident Desk could not be loaded, as after an update. Reload the window.');
      return { errorDetails: { message } };
    }
    return answers.answer(...asked);
  });
  participant.iconPath = iconPath;
  participant.followupProvider = { provideFollowups: (result) => answers?.followups(result) ?? [] };
  return participant;
}

function hasParticipants(): boolean {
  const chat: unknown = Reflect.get(vscode, 'chat');
  return typeof chat === 'object' && chat !== null && 'createChatParticipant' in chat;
}
