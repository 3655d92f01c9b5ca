import * as vscode from 'vscode';
import type { ListKind } from '../../../core/mcp/catalog/listState.ts';
import type { GroupNode } from './serverNodes.ts';
import { listName } from './serverWords.ts';

const { t } = vscode.l10n;

const ICONS: Readonly<Record<ListKind, string>> = {
  tools: 'tools',
  prompts: 'comment-discussion',
  resources: 'files',
  templates: 'symbol-parameter',
};

/** The row of a list: how many items it has, or why that is not known. */
export function groupItem(node: GroupNode): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(listName(node.list), node.children.length > 0 ? Collapsed : None);
  item.description = descriptionOf(node);
  item.tooltip = `${listName(node.list)}: ${item.description}`;
  item.iconPath = new vscode.ThemeIcon(node.phase === 'failed' ? 'warning' : ICONS[node.list]);
  item.contextValue = 'group';
  item.accessibilityInformation = { label: item.tooltip };
  return item;
}

function descriptionOf({ phase, count, isStale }: GroupNode): string {
  if (count === 0) {
    if (phase === 'failed') return t('not loaded');
    return phase === 'ready' ? t('none') : t('loading…');
  }
  if (phase === 'failed') return t('{0}, not refreshed', count);
  return isStale ? t('{0}, last known', count) : String(count);
}
