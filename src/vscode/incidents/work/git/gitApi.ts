import * as vscode from 'vscode';

/** Version of the interface of VS Code's Git extension. */
const VERSION = 1;

/** A repository as VS Code's Git extension has it, as far as a branch needs it. */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: { readonly HEAD?: { readonly name?: string } | undefined };
  /** Reads anew what is checked out and what was changed. */
  status(): Promise<void>;
  getBranches(query: { readonly remote: boolean }): Promise<readonly { readonly name?: string }[]>;
  createBranch(name: string, checkout: boolean): Promise<void>;
  checkout(name: string): Promise<void>;
}

interface GitExports {
  getAPI(version: typeof VERSION): { readonly repositories: readonly GitRepository[] };
}

/**
 * The open repositories; undefined where VS Code's Git extension cannot be called, as where it is switched off, or runs
 * on another machine than this extension.
 */
export async function openRepositories(): Promise<readonly GitRepository[] | undefined> {
  const extension = vscode.extensions.getExtension<unknown>('vscode.git');
  if (!extension) return undefined;
  const exported = await extension.activate();
  if (!isGitExports(exported)) return undefined;
  try {
    return exported.getAPI(VERSION).repositories;
  } catch {
    // It says so by throwing where `git.enabled` is off.
    return undefined;
  }
}

function isGitExports(value: unknown): value is GitExports {
  return typeof value === 'object' && value !== null && 'getAPI' in value && typeof value.getAPI === 'function';
}
