import * as vscode from 'vscode';
import type { CommandId } from '../../commands/commandIds.ts';
import { severityWord } from '../incidentWords.ts';
import { incidentItem } from './incidentItem.ts';
import { noticeItem, settingsItem } from './noticeItem.ts';
import { severityIcon } from './severityIcon.ts';
import type { GroupNode, TreeList, TreeNode } from './treeNodes.ts';

const { t } = vscode.l10n;

/** The row of a node, in words and icons. All texts are plain: nothing that a server wrote is read as markup. */
export function treeItem(node: TreeNode): vscode.TreeItem {
  const item = itemOf(node);
  item.id = node.id;
  return item;
}

function itemOf(node: TreeNode): vscode.TreeItem {
  switch (node.kind) {
    case 'server':
      return serverItem(node.list);
    case 'group':
      return groupItem(node);
    case 'incident':
      return incidentItem(node);
    case 'more':
      return moreItem(node.serverId, node.more.remaining);
    case 'notice':
      return noticeItem(node);
    case 'settings':
      return settingsItem();
  }
}

function serverItem({ name, state }: TreeList): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  const words = { signedOut: t('signed out'), offline: t('offline'), error: t('not loaded') };
  item.description = Object.entries(words).find(([phase]) => phase === state.phase)?.[1] ?? '';
  item.iconPath = new vscode.ThemeIcon('server');
  item.contextValue = 'server';
  return item;
}

/** Groups with work in them are open at first; afterwards the editor remembers what the person did. */
function groupItem({ group: { severity, count, rows } }: GroupNode): vscode.TreeItem {
  const { Expanded, Collapsed, None } = vscode.TreeItemCollapsibleState;
  const unresolved = rows.filter(({ resolved }) => !resolved).length;
  const collapsible = unresolved > 0 ? Expanded : Collapsed;
  const item = new vscode.TreeItem(severityWord(severity), rows.length === 0 ? None : collapsible);
  item.description = count > rows.length ? t('{0} of {1}', rows.length, count) : String(count);
  item.tooltip = t('{0}: {1}, {2} not resolved', severityWord(severity), item.description, unresolved);
  item.accessibilityInformation = { label: item.tooltip };
  item.iconPath = severityIcon(severity);
  item.contextValue = 'group';
  return item;
}

function moreItem(serverId: string, remaining: number | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(t('Load more'));
  item.description = remaining === undefined ? '' : t('{0} left', remaining);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  const command: CommandId = 'incidentDesk.loadMoreIncidents';
  item.command = { command, title: t('Load More Incidents'), arguments: [serverId] };
  return item;
}
