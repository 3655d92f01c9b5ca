import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

interface GitExports {
  getAPI(version: 1): { openRepository(root: vscode.Uri): Promise<unknown> };
}

/** A repository with one commit on `main` that the editor's Git has open. */
export interface TestRepository {
  /** Name of its folder. */
  readonly name: string;
  /** Runs Git in it, and gives what it says. */
  git(...args: string[]): string;
  close(): Promise<void>;
}

/** Makes a {@link TestRepository}. */
export async function openGitRepository(): Promise<TestRepository> {
  const folder = await mkdtemp(path.join(tmpdir(), 'incident-desk-git-'));
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();
  git('init', '--quiet', '--initial-branch=main');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--allow-empty', '-m', 'Begin');
  const extension = vscode.extensions.getExtension<GitExports>('vscode.git') ?? assert.fail('there is Git');
  await (await extension.activate()).getAPI(1).openRepository(vscode.Uri.file(folder));
  return { name: path.basename(folder), git, close: () => rm(folder, { recursive: true, force: true }) };
}
