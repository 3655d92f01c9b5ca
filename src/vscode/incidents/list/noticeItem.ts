import * as vscode from 'vscode';
import type { CommandId } from '../../commands/commandIds.ts';
import { messageFor, type Message } from '../../words/messages.ts';
import type { NoticeNode } from './treeNodes.ts';

const { t } = vscode.l10n;

/** The row that stands where incidents would: loading, empty, signed out, or what went wrong and what to do. */
export function noticeItem(node: NoticeNode): vscode.TreeItem {
  const item = unnamedItem(node);
  if (!node.named || typeof item.label !== 'string') return item;
  item.label = t('{0}: {1}', node.list.name, item.label);
  return item;
}

function unnamedItem({ list: { serverId, state }, told }: NoticeNode): vscode.TreeItem {
  if (state.isMineUnknown) return row(t('This server does not say who you are'), 'question');
  if (state.loading) return row(t('Loading incidents…'), 'loading~spin');
  switch (state.phase) {
    case 'waiting':
      return row(t('Not loaded yet'), 'circle-outline');
    case 'ready':
      return row(t('No incidents'), 'pass');
    case 'signedOut':
      return withCommand(row(t('Sign in to see the incidents'), 'sign-in'), 'incidentDesk.signIn', serverId);
    case 'offline':
    case 'error':
      return state.error ? problemItem(messageFor(state.error), serverId, told) : tryAgain(serverId);
  }
}

/** What happened, and what the person can do about it; trying again is also in the view's title. */
function problemItem({ text, action }: Message, serverId: string, told: boolean): vscode.TreeItem {
  const icon = ICONS.find(([command]) => command === action?.command)?.[1];
  const item = icon && action ? withCommand(row(action.title, icon), action.command, serverId) : tryAgain(serverId);
  item.tooltip = text;
  if (!told) item.description = text;
  item.accessibilityInformation = { label: `${text} ${item.command?.title ?? ''}` };
  return item;
}

const ICONS: readonly (readonly [CommandId, string])[] = [
  ['incidentDesk.signIn', 'sign-in'],
  ['incidentDesk.openSettings', 'gear'],
  ['incidentDesk.askForPermission', 'key'],
];

function tryAgain(serverId: string): vscode.TreeItem {
  return withCommand(row(t('Try again'), 'refresh'), 'incidentDesk.refreshIncidents', serverId);
}

/** The row that stands where incidents would, were they not all filtered out. */
export function nothingLeftItem(): vscode.TreeItem {
  return row(t('No incidents match the filter'), 'circle-outline');
}

/** The row below a message that says what is wrong with the settings. */
export function settingsItem(): vscode.TreeItem {
  return withCommand(row(t('Open Settings'), 'gear'), 'incidentDesk.openSettings');
}

function row(label: string, icon: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

function withCommand(item: vscode.TreeItem, command: CommandId, ...args: unknown[]): vscode.TreeItem {
  const title = typeof item.label === 'string' ? item.label : '';
  item.command = { command, title, arguments: args };
  return item;
}
