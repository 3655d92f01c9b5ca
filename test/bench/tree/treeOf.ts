import type * as vscode from 'vscode';
import { rowText } from '../../../src/core/incidents/incidentRow.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { IncidentLists } from '../../../src/vscode/incidents/list/incidentLists.ts';
import { IncidentTree } from '../../../src/vscode/incidents/list/incidentTree.ts';
import { treeContents } from '../../../src/vscode/incidents/list/treeContents.ts';
import { totalOf, type TreeContents, type TreeNode } from '../../../src/vscode/incidents/list/treeNodes.ts';

const WORDS = { status: (word: string) => word, age: () => 'now', spokenAge: () => 'now', untitled: '' };

/** The incidents view's parts as they are in the product, with the editor played by whoever asks for rows. */
export interface BenchTree {
  readonly lists: IncidentLists;
  readonly tree: IncidentTree;
  /** What the editor was told to draw anew since the last call: rows, or everything. */
  told(): readonly (readonly TreeNode[] | 'all')[];
  dispose(): void;
}

/** Builds the tree over one server. */
export function treeOf(client: ServerClient): BenchTree {
  const registry = { list: () => [client], get: () => client, onDidChange: () => ({ dispose: () => undefined }) };
  const fault = (error: unknown): never => {
    throw error;
  };
  const lists = new IncidentLists({ registry, now: Date.now, fault });
  let told: (readonly TreeNode[] | 'all')[] = [];
  const changed = (rows?: TreeNode[]) => void told.push(rows ?? 'all');
  const tree = new IncidentTree({ contents: () => treeContents(lists), item, changed });
  return {
    ...{ lists, tree },
    told: () => {
      const since = told;
      told = [];
      return since;
    },
    dispose: () => {
      tree.dispose();
      lists.dispose();
    },
  };
}

/** What the editor is given for a row, without the editor's classes. */
function item(node: TreeNode, contents: TreeContents): vscode.TreeItem {
  if (node.kind === 'incident') {
    const { label, description } = rowText(node.incident, Date.now(), WORDS);
    return { id: node.id, label, description };
  }
  return {
    id: node.id,
    label: node.id,
    description: node.kind === 'group' ? JSON.stringify(totalOf(node, contents)) : '',
  };
}
