import * as vscode from 'vscode';
import type { CommandId } from '../../commands/commandIds.ts';
import { relativeTime } from '../relativeTime.ts';
import { severityWord, statusWord } from '../incidentWords.ts';
import { noticeItem, settingsItem } from './noticeItem.ts';
import { severityIcon } from './severityIcon.ts';
import type { GroupNode, IncidentNode, TreeList, TreeNode } from './treeNodes.ts';

const { t } = vscode.l10n;

/** What rows need beside their node. */
export interface TreeItemContext {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly language: string;
}

/** The row of a node, in words and icons. All texts are plain: nothing a server wrote is read as markup. */
export function treeItem(node: TreeNode, context: TreeItemContext): vscode.TreeItem {
  const item = itemOf(node, context);
  item.id = node.id;
  return item;
}

function itemOf(node: TreeNode, context: TreeItemContext): vscode.TreeItem {
  switch (node.kind) {
    case 'server':
      return serverItem(node.list);
    case 'group':
      return groupItem(node);
    case 'incident':
      return incidentItem(node, context);
    case 'more':
      return moreItem(node);
    case 'notice':
      return noticeItem(node.list);
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

function groupItem({ severity, count, unresolved, children }: GroupNode): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(severityWord(severity), unresolved > 0 ? Expanded : Collapsed);
  const counted = count > children.length ? t('{0} of {1}', children.length, count) : String(count);
  item.description = counted;
  item.tooltip = t('{0}: {1}, {2} not resolved', severityWord(severity), counted, unresolved);
  item.accessibilityInformation = { label: item.tooltip };
  item.iconPath = severityIcon(severity);
  item.contextValue = 'group';
  return item;
}

function incidentItem({ serverId, incident }: IncidentNode, context: TreeItemContext): vscode.TreeItem {
  const title = incident.title || t('Untitled incident');
  const item = new vscode.TreeItem(title);
  const age = ageOf(incident.createdAt, context, 'narrow');
  item.description = [statusWord(incident.status), incident.service, age].filter((part) => part !== '').join(' · ');
  item.iconPath = incident.status === 'resolved' ? RESOLVED : severityIcon(incident.severity);
  item.tooltip = tooltip(incident, context);
  item.accessibilityInformation = { label: spoken(incident, context) };
  item.contextValue = 'incident';
  const command: CommandId = 'incidentDesk.openIncident';
  item.command = { command, title: t('Open Incident'), arguments: [{ serverId, id: incident.id }] };
  return item;
}

const RESOLVED = new vscode.ThemeIcon('pass', new vscode.ThemeColor('charts.green'));

function tooltip(incident: IncidentNode['incident'], context: TreeItemContext): string {
  const lines = [
    incident.title || t('Untitled incident'),
    `${incident.id} · ${severityWord(incident.severity)} · ${statusWord(incident.status)}`,
    incident.service && t('Service: {0}', incident.service),
    incident.assignee && t('Assignee: {0}', incident.assignee),
    incident.createdAt && t('Created {0}', ageOf(incident.createdAt, context, 'long')),
    incident.updatedAt && t('Updated {0}', ageOf(incident.updatedAt, context, 'long')),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function spoken(incident: IncidentNode['incident'], context: TreeItemContext): string {
  const parts = [
    incident.title || t('Untitled incident'),
    t('severity {0}', severityWord(incident.severity)),
    t('status {0}', statusWord(incident.status)),
    incident.service && t('service {0}', incident.service),
    ageOf(incident.createdAt, context, 'long'),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Text that is no date stays as the server wrote it. */
function ageOf(instant: string, { now, language }: TreeItemContext, style: 'long' | 'narrow'): string {
  const time = Date.parse(instant);
  return Number.isNaN(time) ? instant : relativeTime(time, now(), language, style);
}

function moreItem({ serverId, shown, total }: TreeNode & { kind: 'more' }): vscode.TreeItem {
  const item = new vscode.TreeItem(t('Load more'));
  item.description = total === undefined ? '' : t('{0} of {1} shown', shown, total);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  const command: CommandId = 'incidentDesk.loadMoreIncidents';
  item.command = { command, title: t('Load More Incidents'), arguments: [serverId] };
  return item;
}
