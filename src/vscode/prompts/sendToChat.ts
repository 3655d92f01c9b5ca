import * as vscode from 'vscode';

const { t } = vscode.l10n;

/** Puts a text into the chat's input, where the person reads it before it is sent. */
export async function sendToChat(text: string): Promise<void> {
  try {
    await vscode.commands.executeCommand('workbench.action.chat.open', { query: text, isPartialQuery: true });
  } catch {
    await vscode.env.clipboard.writeText(text);
    void vscode.window.showInformationMessage(t('This editor has no chat. The prompt was copied instead.'));
  }
}
