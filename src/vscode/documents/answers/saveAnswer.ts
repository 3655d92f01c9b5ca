import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import type { AnswerFiles } from './answerFiles.ts';
import { wantedUri } from './wantedUri.ts';

/** Saves a part of an answer, or all of it as JSON, where the person says. @throws AppError `cancelled` */
export async function saveAnswer(files: Pick<AnswerFiles<unknown>, 'get' | 'read'>, argument: unknown): Promise<void> {
  const uri = wantedUri(argument);
  if (!uri) throw new AppError('cancelled');
  const name = uri.path.split('/').at(-1) ?? '';
  const shown = files.get(uri);
  const content = shown ? new TextEncoder().encode(JSON.stringify(shown.answer, undefined, 2)) : files.read(uri);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const fileName = shown ? name.replace(/\.md$/, '.json') : name;
  const target = await vscode.window.showSaveDialog(
    folder ? { defaultUri: vscode.Uri.joinPath(folder, fileName) } : {},
  );
  if (!target) throw new AppError('cancelled');
  await vscode.workspace.fs.writeFile(target, content);
}
