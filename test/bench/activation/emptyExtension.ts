import * as vscode from 'vscode';

/** An extension that does nothing: what any extension costs. */
export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(new vscode.Disposable(() => {}));
}
