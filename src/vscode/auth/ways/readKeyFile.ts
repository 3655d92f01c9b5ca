import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';

/** Bytes that a key file has at most. */
const KEY_FILE_LIMIT = 64 * 1024;

/** The text of a key file. @throws AppError `credential_invalid` where it is too large for a key */
export async function readKeyFile(file: vscode.Uri): Promise<string> {
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > KEY_FILE_LIMIT) throw new AppError('credential_invalid', { reason: 'unreadable' });
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}
