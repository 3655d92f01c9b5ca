import path from 'node:path';
import * as vscode from 'vscode';
import { AppError } from '../../../../core/errors.ts';
import { branchName, isBranchOf } from '../../../../core/incidents/work/branchName.ts';
import { pickFrom } from '../../../quickInput/pickFrom.ts';
import { plainLabel } from '../../../quickInput/plainLabel.ts';
import { readWanted, wantedIncident } from '../wantedIncident.ts';
import type { WorkOptions } from '../workOptions.ts';
import { type GitRepository, openRepositories } from './gitApi.ts';

const { t } = vscode.l10n;

const STATUS_MS = 5000;
const OWN_COMMAND = 'git.branch';

/**
 * "Create Branch": creates the branch `incident/ID-slug` of an incident from what is checked out, and checks it out. One
 * that is there already is offered instead.
 */
export async function createIncidentBranch(options: WorkOptions, argument: unknown): Promise<void> {
  const repositories = await openRepositories();
  if (repositories?.length === 0) throw new AppError('git_missing');
  const wanted = await wantedIncident(options, argument, t('Create Branch'));
  const incident = await readWanted(options, wanted);
  const name = branchName({ id: incident.id || wanted.id, title: incident.title });
  if (!repositories) return createByCommand(name);
  const repository = await pickRepository(repositories);
  try {
    await createOrOffer(repository, name, incident.id || wanted.id);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('git_failed', { branch: name, reason: reasonOf(error) }, { cause: error });
  }
}

async function createOrOffer(repository: GitRepository, name: string, id: string): Promise<void> {
  const branches = await repository.getBranches({ remote: false });
  const names = branches.flatMap((branch) => branch.name ?? []);
  // The title may have been another one when the branch was made.
  const there = names.includes(name) ? name : names.find((one) => isBranchOf(one, id));
  if (there === undefined) {
    await repository.createBranch(name, true);
    return void vscode.window.setStatusBarMessage(t('On the new branch {0}.', name), STATUS_MS);
  }
  // It may have been changed in a terminal a moment ago.
  await repository.status();
  if (repository.state.HEAD?.name === there) {
    return void vscode.window.showInformationMessage(t('You are on the branch {0} already.', there));
  }
  const checkOut = t('Check Out');
  const words = t('There is a branch {0} already.', there);
  if ((await vscode.window.showInformationMessage(words, checkOut)) !== checkOut) throw new AppError('cancelled');
  await repository.checkout(there);
  vscode.window.setStatusBarMessage(t('On the branch {0}.', there), STATUS_MS);
}

/** By Git's own command, which asks for a name: ours is pasted there. @throws AppError `git_missing` */
async function createByCommand(name: string): Promise<void> {
  const commands = await vscode.commands.getCommands(true);
  if (!commands.includes(OWN_COMMAND)) throw new AppError('git_missing');
  await vscode.env.clipboard.writeText(name);
  void vscode.window.showInformationMessage(
    t('The name of the branch was copied: {0}. Paste it where Git asks.', name),
  );
  await vscode.commands.executeCommand(OWN_COMMAND);
}

async function pickRepository(repositories: readonly GitRepository[]): Promise<GitRepository> {
  const [only] = repositories;
  if (only && repositories.length === 1) return only;
  const items = repositories.map((repository) => ({
    label: plainLabel(path.basename(repository.rootUri.path)),
    description: plainLabel(repository.state.HEAD?.name ?? ''),
    detail: plainLabel(vscode.workspace.asRelativePath(repository.rootUri)),
    iconPath: new vscode.ThemeIcon('repo'),
    repository,
  }));
  const options = { title: t('Create Branch'), placeHolder: t('In which repository?') };
  return (await pickFrom(() => Promise.resolve(items), options)).repository;
}

/** Git's own words, where it said any. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return said || error.message;
}
