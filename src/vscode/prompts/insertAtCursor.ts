import * as vscode from 'vscode';

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
