import * as vscode from 'vscode';
import { severityWord, statusWord } from '../incidentWords.ts';
import { severityIcon } from './severityIcon.ts';
import { type GroupNode, totalOf, type TreeContents } from './treeNodes.ts';

const { t } = vscode.l10n;

/** With more groups than these, all are closed at first: a list of their names is what one looks for then. */
const MOST_OPEN = 12;

/** Groups with work in them are open at first; afterwards the editor remembers what the person did. */
export function groupItem(group: GroupNode, contents: TreeContents): vscode.TreeItem {
  const { rows, unresolved, groupBy } = group;
  const { Expanded, Collapsed, None } = vscode.TreeItemCollapsibleState;
  const isOpen = groupBy === 'server' || (unresolved > 0 && contents.index.groups().length <= MOST_OPEN);
  const name = groupName(group, contents);
  const isClosed = rows.size === 0 && groupBy !== 'server';
  const item = new vscode.TreeItem(name, isClosed ? None : isOpen ? Expanded : Collapsed);
  item.description = [countText(group, contents), serverState(group, contents)]
    .filter((part) => part !== '')
    .join(' · ');
  item.tooltip = item.description === '' ? name : t('{0}: {1}', name, item.description);
  item.accessibilityInformation = { label: item.tooltip };
  item.iconPath = groupIcon(group);
  item.contextValue = 'group';
  return item;
}

function countText(group: GroupNode, contents: TreeContents): string {
  const { loaded, total } = totalOf(group, contents);
  if (total === undefined) return t('{0} loaded', loaded);
  if (total === 0 && group.groupBy === 'server') return '';
  return total > loaded ? t('{0} of {1}', loaded, total) : String(loaded);
}

function serverState({ groupBy, value }: GroupNode, { lists }: TreeContents): string {
  const phase = lists.find(({ serverId }) => groupBy === 'server' && serverId === value)?.state.phase;
  const words = { signedOut: t('signed out'), offline: t('offline'), error: t('not loaded') };
  return Object.entries(words).find(([known]) => known === phase)?.[1] ?? '';
}

function groupName({ groupBy, value }: GroupNode, { lists }: TreeContents): string {
  switch (groupBy) {
    case 'severity':
      return severityWord(value);
    case 'status':
      return statusWord(value);
    case 'service':
      return value || t('No service');
    case 'assignee':
      return value || t('Nobody');
    case 'server':
      return lists.find(({ serverId }) => serverId === value)?.name ?? value;
    case 'none':
      return '';
  }
}

function groupIcon({ groupBy, value }: GroupNode): vscode.ThemeIcon {
  switch (groupBy) {
    case 'severity':
      return severityIcon(value);
    case 'status':
      return new vscode.ThemeIcon(STATUS_ICONS[value] ?? 'circle-outline');
    case 'service':
      return new vscode.ThemeIcon('package');
    case 'assignee':
      return new vscode.ThemeIcon(value === '' ? 'circle-outline' : 'account');
    case 'server':
    case 'none':
      return new vscode.ThemeIcon('server');
  }
}

const STATUS_ICONS: Readonly<Record<string, string>> = { open: 'issues', investigating: 'search', resolved: 'pass' };
