import * as vscode from 'vscode';
import type { ContextFact } from '../../../../core/incidents/create/context/contextMarkdown.ts';
import { linesPage } from '../../../../core/incidents/create/context/repositoryLink.ts';
import { pathWithin, repositoryOf, type RepositoryState } from './repository.ts';

const { t } = vscode.l10n;

/** Lines of a file, counted from 1; none for the whole of it. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** Schemes whose addresses name a file of the person's, wherever it is. */
const FILES = ['file', 'vscode-remote', 'vscode-vfs', 'vscode-notebook-cell'];

/** Where something is: file and lines with a link to them, branch, commit and repository, as far as there are any. */
export async function placeFacts(uri: vscode.Uri | undefined, lines?: Lines): Promise<readonly ContextFact[]> {
  const isFile = uri !== undefined && FILES.includes(uri.scheme);
  const place = isFile ? uri : vscode.workspace.workspaceFolders?.[0]?.uri;
  const repository = place && (await repositoryOf(place));
  const file = isFile ? [fileFact(uri, lines, repository)] : [];
  return [...file, ...(repository ? repositoryFacts(repository) : [])];
}

/** How a file is named from the workspace's folders on; outside of them its name alone. */
export function relativeFile(uri: vscode.Uri): string {
  if (vscode.workspace.getWorkspaceFolder(uri)) return vscode.workspace.asRelativePath(uri).replaceAll('\\', '/');
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function fileFact(uri: vscode.Uri, lines: Lines | undefined, repository: RepositoryState | undefined): ContextFact {
  const numbers = lines ? `:${lines.first}${lines.last > lines.first ? `-${lines.last}` : ''}` : '';
  const path = repository && pathWithin(repository.root, uri.path);
  const { first = 1, last = 1 } = lines ?? {};
  const link =
    repository?.page !== undefined && path !== undefined
      ? linesPage(repository.page, repository.commit, { path, first, last })
      : undefined;
  const isChanged = path !== undefined && repository?.changed.has(`${repository.root}/${path}`) === true;
  const remark = isChanged ? t('with changes that are not committed') : undefined;
  return { label: t('File'), value: `${relativeFile(uri)}${numbers}`, as: 'code', link, remark };
}

function repositoryFacts({ branch, commit, page, unpushed }: RepositoryState): ContextFact[] {
  const remark = unpushed && page !== undefined ? t('not pushed yet') : undefined;
  return [
    { label: t('Branch'), value: branch, as: 'code' },
    { label: t('Commit'), value: commit, as: 'code', remark },
    { label: t('Repository'), value: page ?? '', as: 'link' },
  ];
}
