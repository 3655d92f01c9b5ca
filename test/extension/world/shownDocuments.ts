import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The document of a scheme that was opened last. */
export function shown(scheme: string): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document);
  assert.equal(document.uri.scheme, scheme);
  return document;
}

/** The actions that stand over the lines of a document. */
export async function lensesOf({ uri }: vscode.TextDocument): Promise<readonly vscode.Command[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return lenses.flatMap(({ command }) => (command ? [command] : []));
}
