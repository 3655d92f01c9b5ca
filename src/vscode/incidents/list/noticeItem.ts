import * as vscode from 'vscode';
import type { CommandId } from '../../commands/commandIds.ts';
import { messageFor } from '../../commands/messages.ts';
import type { TreeList } from './treeNodes.ts';

const { t } = vscode.l10n;

/** The row that stands where incidents would: loading, empty, signed out, or what went wrong and what to do. */
export function noticeItem({ serverId, state }: TreeList): vscode.TreeItem {
  if (state.loading) return row(t('Loading incidents…'), 'loading~spin');
  switch (state.phase) {
    case 'waiting':
      return row(t('Not loaded yet'), 'circle-outline');
    case 'ready':
      return row(t('No incidents'), 'pass');
    case 'signedOut':
      return withCommand(row(t('Sign in to see the incidents'), 'sign-in'), 'incidentDesk.signIn', serverId);
    case 'offline':
    case 'error': {
      const item = withCommand(row(t('Try again'), 'refresh'), 'incidentDesk.refreshIncidents', serverId);
      if (!state.error) return item;
      const { text, action } = messageFor(state.error);
      item.tooltip = text;
      item.description = text;
      item.accessibilityInformation = { label: `${text} ${t('Try again')}` };
      if (action?.command !== 'incidentDesk.signIn') return item;
      return withCommand(Object.assign(item, { label: action.title }), action.command, serverId);
    }
  }
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
