import * as vscode from 'vscode';
import type { ModelMessage } from '../../../core/chat/questionMessages.ts';

/** The earlier turns with `participant`, oldest first. */
export function chatHistory({ history }: vscode.ChatContext, participant: string): readonly ModelMessage[] {
  return history.filter((turn) => turn.participant === participant).map(messageOf);
}

function messageOf(turn: vscode.ChatRequestTurn | vscode.ChatResponseTurn): ModelMessage {
  if (turn instanceof vscode.ChatRequestTurn) {
    const command = turn.command === undefined ? '' : `/${turn.command} `;
    return { role: 'user', text: `${command}${turn.prompt}` };
  }
  const parts = turn.response.map((part) => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : ''));
  return { role: 'assistant', text: parts.join('') };
}
