import * as vscode from 'vscode';

/** Paths of the files of a scheme that tabs show, be it as text or by a viewer. */
export function openPaths(scheme: string): ReadonlySet<string> {
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  const uris = inputs.flatMap((input) =>
    input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? [input.uri] : [],
  );
  return new Set(uris.filter((uri) => uri.scheme === scheme).map(({ path }) => path));
}
