import * as vscode from 'vscode';
import type { CommandId } from '../../commands/commandIds.ts';
import { filterSummary } from '../filter/filterWords.ts';
import { groupItem } from './groupItem.ts';
import { incidentItem } from './incidentItem.ts';
import { noticeItem, nothingLeftItem, settingsItem } from './noticeItem.ts';
import type { HiddenNode, MoreNode, TreeContents, TreeNode } from './treeNodes.ts';

const { t } = vscode.l10n;

/**
 * The row of a node, in words and icons, at `now` in milliseconds since 1970. All texts are plain: nothing that a server
 * wrote is read as markup.
 */
export function treeItem(node: TreeNode, contents: TreeContents, now: number): vscode.TreeItem {
  const item = itemOf(node, contents, now);
  item.id = node.id;
  return item;
}

function itemOf(node: TreeNode, contents: TreeContents, now: number): vscode.TreeItem {
  switch (node.kind) {
    case 'group':
      return groupItem(node, contents);
    case 'incident':
      return incidentItem(node, now, isStale(node.serverId, contents));
    case 'more':
      return moreItem(node);
    case 'hidden':
      return hiddenItem(node);
    case 'notice':
      return noticeItem(node);
    case 'settings':
      return settingsItem();
    case 'filter':
      return filterItem(contents);
    case 'nothingLeft':
      return nothingLeftItem();
  }
}

/** Whether the rows of a server are what was known an earlier time. */
function isStale(serverId: string, { lists }: TreeContents): boolean {
  const phase = lists.find((list) => list.serverId === serverId)?.state.phase;
  return phase === 'offline' || phase === 'waiting';
}

/** Says what is filtered, and takes the filter away when it is clicked: a row is reached by keyboard, an icon in it is not. */
function filterItem({ lists, filter }: TreeContents): vscode.TreeItem {
  const summary = filterSummary(filter);
  const item = new vscode.TreeItem(t('Filter: {0}', summary));
  item.description = [leftText(lists), t('Clear')].filter((part) => part !== '').join(' · ');
  item.iconPath = new vscode.ThemeIcon('filter-filled');
  item.tooltip = [t('Filter: {0}', summary), t('Click or press Enter to clear it.')].join('\n');
  item.accessibilityInformation = { label: [t('Filter: {0}', summary), t('Press Enter to clear it.')].join('. ') };
  item.contextValue = 'filter';
  return withCommand(item, 'incidentDesk.clearIncidentFilter', t('Clear Filter'));
}

/** How many incidents the filter leaves, as far as that is known. */
function leftText(lists: TreeContents['lists']): string {
  const left = lists.reduce((sum, { state }) => sum + state.size, 0);
  const of = lists.reduce((sum, { state: { leftOf, size } }) => sum + (leftOf ?? size), 0);
  if (lists.some(({ state: { leftOf } }) => leftOf !== undefined)) return t('{0} of {1} loaded', left, of);
  const counted = lists.map(({ state: { counts, nextCursor, size } }) => {
    return nextCursor === undefined ? size : counts?.total;
  });
  const isCounted = counted.every((count) => count !== undefined);
  return isCounted ? String(counted.reduce((sum, count) => sum + count, 0)) : t('{0} loaded', left);
}

function moreItem({ list: { serverId, name, state }, named }: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(named ? t('Load more from {0}', name) : t('Load more'));
  const { counts, size } = state;
  item.description = counts ? t('{0} left', Math.max(counts.total - size, 0)) : '';
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  return withCommand(item, 'incidentDesk.loadMoreIncidents', t('Load More Incidents'), serverId);
}

function hiddenItem({ group: { value }, count }: HiddenNode): vscode.TreeItem {
  const item = new vscode.TreeItem(t('Show more'));
  item.description = t('{0} loaded ones are not shown', count);
  item.iconPath = new vscode.ThemeIcon('unfold');
  return withCommand(item, 'incidentDesk.loadMoreIncidents', t('Show more'), { group: value });
}

function withCommand(item: vscode.TreeItem, command: CommandId, title: string, ...args: unknown[]): vscode.TreeItem {
  item.command = { command, title, arguments: args };
  return item;
}
