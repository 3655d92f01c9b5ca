import * as vscode from 'vscode';
import { PROMPT_SCHEME, RESULT_SCHEME, SAMPLING_SCHEME } from './schemes.ts';

const SCHEMES = [RESULT_SCHEME, PROMPT_SCHEME, SAMPLING_SCHEME];

/** Beside what the person works on; where such documents are open already, with them, so that columns do not add up. */
export function columnForDocuments(): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all;
  const used = groups.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && SCHEMES.includes(input.uri.scheme)),
  );
  if (used) return used.viewColumn;
  return groups.every(({ tabs }) => tabs.length === 0) ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
}
