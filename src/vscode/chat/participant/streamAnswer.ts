import * as vscode from 'vscode';
import { HarmlessAnswer } from '../../../core/chat/harmlessAnswer.ts';
import type { ModelMessage } from '../../../core/chat/questionMessages.ts';

/** Has a language model answer into the chat, and gives what it wrote. @throws `vscode.LanguageModelError` */
export async function streamAnswer(
  model: vscode.LanguageModelChat,
  messages: readonly ModelMessage[],
  stream: Pick<vscode.ChatResponseStream, 'markdown'>,
  token: vscode.CancellationToken,
): Promise<string> {
  const justification = vscode.l10n.t('Incident Desk answers questions about incidents with it.');
  const response = await model.sendRequest(messages.map(messageOf), { justification }, token);
  const harmless = new HarmlessAnswer();
  let answer = '';
  const show = (text: string): void => {
    if (text !== '') stream.markdown(untrusted(text));
  };
  for await (const part of response.text) {
    answer += part;
    show(harmless.push(part));
  }
  show(harmless.end());
  return answer;
}

/** Markdown whose links run no command, and that has no HTML and no icons. */
function untrusted(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text, false);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  return markdown;
}

function messageOf({ role, text }: ModelMessage): vscode.LanguageModelChatMessage {
  return role === 'user' ? vscode.LanguageModelChatMessage.User(text) : vscode.LanguageModelChatMessage.Assistant(text);
}
