import * as vscode from 'vscode';
import type { Root, Roots } from '../../core/mcp/requests/roots.ts';
import { serverId, type ServerEntry } from '../../core/serverEntry.ts';
import { askWhileWaited } from './askWhileWaited.ts';
import type { RequestDesk } from './requestDesk.ts';

/** The folders of the workspace, for a server that the person lets know of them. */
export function workspaceRoots(
  entry: ServerEntry,
  { questions, rootsConsent }: Pick<RequestDesk, 'questions' | 'rootsConsent'>,
): Roots {
  const id = serverId(entry);
  return {
    list: async (signal) => {
      if (openFolders().length === 0) return [];
      const isAllowed = await askWhileWaited(questions, { id, name: entry.name }, signal, () =>
        rootsConsent.ask(id, entry.name, openFolders(), signal),
      );
      return isAllowed ? openFolders() : [];
    },
    onDidChange: (listener) => vscode.workspace.onDidChangeWorkspaceFolders(() => listener()),
  };
}

function openFolders(): readonly Root[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri, name }) => ({ uri: uri.toString(), name }));
}
