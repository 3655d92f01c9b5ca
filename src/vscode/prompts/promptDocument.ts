import * as vscode from 'vscode';

const { t } = vscode.l10n;

/** Inserts a text where the cursor was in `editor`; where that is gone, into a new document. */
export async function insertAtCursor(text: string, editor: vscode.TextEditor | undefined): Promise<void> {
  if (editor && !editor.document.isClosed) {
    const { document, selection, viewColumn } = editor;
    const options = viewColumn === undefined ? { selection } : { selection, viewColumn };
    const shown = await vscode.window.showTextDocument(document, options);
    if (await shown.edit((edit) => edit.replace(selection, text))) return;
  }
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: text });
  await vscode.window.showTextDocument(document);
}

/** Puts a text into the chat's input, where the person reads it before it is sent. */
export async function sendToChat(text: string): Promise<void> {
  try {
    await vscode.commands.executeCommand('workbench.action.chat.open', { query: text, isPartialQuery: true });
  } catch {
    await vscode.env.clipboard.writeText(text);
    void vscode.window.showInformationMessage(t('This editor has no chat. The prompt was copied instead.'));
  }
}
