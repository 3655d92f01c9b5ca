import * as vscode from 'vscode';

/** The text editor that the person was last in. */
export interface LastTextEditor extends vscode.Disposable {
  get(): vscode.TextEditor | undefined;
}

/** Follows the active text editor, leaving out those of a scheme. VS Code forgets an editor that a page covers. */
export function followTextEditor(exceptScheme: string): LastTextEditor {
  let last: vscode.TextEditor | undefined;
  const remember = (editor: vscode.TextEditor | undefined): void => {
    if (editor && editor.document.uri.scheme !== exceptScheme) last = editor;
  };
  remember(vscode.window.activeTextEditor);
  const listening = vscode.window.onDidChangeActiveTextEditor(remember);
  return { get: () => last, dispose: () => void listening.dispose() };
}
