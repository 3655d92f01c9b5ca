import * as vscode from 'vscode';
import type { ListKind } from '../../../core/mcp/catalog/listState.ts';
import type { CommandId } from '../../commands/commandIds.ts';
import { plainLabel } from '../../quickInput/plainLabel.ts';
import { messageFor, type Message } from '../../words/messages.ts';
import { itemCommand } from './itemCommand.ts';
import type { NoticeNode, SettingsNode } from './serverNodes.ts';

const { t } = vscode.l10n;

/** The row that stands where others would, or above those that are not current: what happened and what to do. */
export function noticeItem(node: NoticeNode): vscode.TreeItem {
  const { serverId } = node;
  switch (node.about) {
    case 'signIn': {
      const item = row(t('Sign in to {0}…', plainLabel(node.server)), 'sign-in');
      return withCommand(item, 'incidentDesk.signIn', { serverId });
    }
    case 'loading':
      return row(t('Loading…'), 'loading~spin');
    case 'nothing':
      return row(t('The server offers no tools, prompts or resources.'), 'info');
    case 'problem':
      return problemItem(messageFor(node.error), serverId);
    case 'more':
      return moreItem(node.list, node.count, serverId);
  }
}

/** What is wrong with the settings, where nothing can be shown. */
export function settingsItem({ error }: SettingsNode): vscode.TreeItem {
  return told(withCommand(row(t('Open Settings'), 'gear'), 'incidentDesk.openSettings'), messageFor(error).text);
}

/** Trying again is never wrong; where something else helps, that is offered instead, and the row's menu has the rest. */
function problemItem({ text, action }: Message, serverId: string): vscode.TreeItem {
  const icon = ICONS.find(([command]) => command === action?.command)?.[1];
  const item =
    icon && action
      ? withCommand(row(action.title, icon), action.command, { serverId })
      : withCommand(row(t('Try Again'), 'refresh'), 'incidentDesk.refreshServers', { serverId });
  return told(item, text);
}

const ICONS: readonly (readonly [CommandId, string])[] = [
  ['incidentDesk.signIn', 'sign-in'],
  ['incidentDesk.openSettings', 'gear'],
];

/** Those that are not shown are found by the command, which filters. */
function moreItem(list: ListKind, count: number, serverId: string): vscode.TreeItem {
  return withCommand(row(t('{0} more…', count), 'ellipsis'), itemCommand(list).command, { serverId });
}

function told(item: vscode.TreeItem, text: string): vscode.TreeItem {
  item.description = text;
  item.tooltip = text;
  item.accessibilityInformation = { label: `${text} ${item.command?.title ?? ''}` };
  return item;
}

function row(label: string, icon: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

function withCommand(item: vscode.TreeItem, command: string, ...args: unknown[]): vscode.TreeItem {
  const title = typeof item.label === 'string' ? item.label : '';
  item.command = { command, title, arguments: args };
  return item;
}
