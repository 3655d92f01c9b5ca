import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { repositoryPage } from '../../../../core/incidents/create/context/repositoryLink.ts';

const addressSchema = z.array(z.object({ uri: z.string() }));

/** The answer of the git extension's command, as far as it is used. */
const stateSchema = z.object({
  HEAD: z.optional(
    z.nullable(
      z.object({
        name: z.optional(z.string()),
        commit: z.optional(z.string()),
        ahead: z.optional(z.number()),
        upstream: z.optional(z.nullable(z.object({ remote: z.string() }))),
      }),
    ),
  ),
  remotes: z.array(z.object({ name: z.string(), fetchUrl: z.optional(z.string()), pushUrl: z.optional(z.string()) })),
  workingTreeChanges: addressSchema,
  indexChanges: addressSchema,
});

/** How a repository stands. */
export interface RepositoryState {
  /** Its root's path, as URIs have it. */
  readonly root: string;
  /** Empty where none is checked out. */
  readonly branch: string;
  readonly commit: string;
  /** Address of its page, where its remote has one. */
  readonly page: string | undefined;
  /** Whether the commit is not known to be at the remote. */
  readonly unpushed: boolean;
  /** Paths of files with changes that are not committed. */
  readonly changed: ReadonlySet<string>;
}

/**
 * The repository that a file, or a folder, is in; undefined where there is none, or no git extension. Asked by commands,
 * since in remote windows the extension runs on another machine than this one, whose addresses have another scheme:
 * only their paths are compared.
 */
export async function repositoryOf(place: vscode.Uri): Promise<RepositoryState | undefined> {
  try {
    const roots = z.array(z.string()).parse(await vscode.commands.executeCommand('git.api.getRepositories'));
    const around = roots.filter((root) => isWithin(place.path, pathOf(root)));
    const [root] = around.toSorted((a, b) => pathOf(b).length - pathOf(a).length);
    if (root === undefined) return undefined;
    const state = stateSchema.safeParse(await vscode.commands.executeCommand('git.api.getRepositoryState', root));
    return state.success ? stateOf(pathOf(root), state.data) : undefined;
  } catch {
    return undefined;
  }
}

/** A path from a repository's root on; undefined where it is not in it. */
export function pathWithin(root: string, path: string): string | undefined {
  return isWithin(path, root) ? normal(path).slice(normal(root).length + 1) : undefined;
}

function stateOf(root: string, { HEAD, remotes, ...changes }: z.infer<typeof stateSchema>): RepositoryState {
  const wanted = [HEAD?.upstream?.remote, 'origin', remotes[0]?.name];
  const remote = wanted.map((name) => remotes.find((one) => one.name === name)).find((found) => found !== undefined);
  const address = remote?.fetchUrl ?? remote?.pushUrl;
  return {
    root,
    branch: HEAD?.name ?? '',
    commit: HEAD?.commit ?? '',
    page: address === undefined ? undefined : repositoryPage(address),
    unpushed: !HEAD?.upstream || (HEAD.ahead ?? 0) > 0,
    changed: new Set([...changes.workingTreeChanges, ...changes.indexChanges].map(({ uri }) => normal(pathOf(uri)))),
  };
}

function pathOf(uri: string): string {
  return vscode.Uri.parse(uri).path;
}

function isWithin(path: string, root: string): boolean {
  const [inner, outer] = [normal(path), normal(root)];
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** Windows knows no difference between the cases of a drive's letter. */
function normal(path: string): string {
  return path.replace(/\/+$/, '').replace(/^\/([A-Za-z]):/, (_, drive: string) => `/${drive.toLowerCase()}:`);
}
