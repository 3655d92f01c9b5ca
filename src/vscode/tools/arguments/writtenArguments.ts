import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import { isJsonObject, parsedJson } from '../../../core/json.ts';
import type { JsonObject } from '../../../core/mcp/connection.ts';
import { jsonFault } from '../../../core/mcp/toolArguments/jsonFault.ts';

/**
 * The arguments that a document holds. Where they are none, the cursor goes to where they stop being JSON.
 * @throws AppError `arguments_not_json`, `arguments_not_object`
 */
export async function writtenArguments(document: vscode.TextDocument): Promise<JsonObject> {
  const text = document.getText();
  const args = parsedJson(text);
  if (isJsonObject(args)) return args;
  if (args !== undefined) throw new AppError('arguments_not_object');
  const at = document.positionAt(jsonFault(text));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), preview: false });
  throw new AppError('arguments_not_json', { line: String(at.line + 1), column: String(at.character + 1) });
}
