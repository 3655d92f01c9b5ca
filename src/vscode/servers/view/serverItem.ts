import * as vscode from 'vscode';
import { multilineText } from '../../../core/shownText.ts';
import type { ServerAbout } from '../../../core/mcp/catalog/listState.ts';
import { plainLabel } from '../../quickInput/plainLabel.ts';
import { messageFor } from '../../words/messages.ts';
import { plainText } from '../../words/plainText.ts';
import type { ServerNode } from './serverNodes.ts';
import { accountName, shownState, stateWord } from './serverWords.ts';

const { t } = vscode.l10n;

/** Characters of a server's instructions that its tooltip shows. */
const INSTRUCTIONS_LENGTH = 600;

const ICONS = {
  signedOut: ['lock', 'disabledForeground'],
  idle: ['server', 'disabledForeground'],
  connecting: ['loading~spin', undefined],
  connected: ['server', 'charts.green'],
  offline: ['debug-disconnect', 'list.warningForeground'],
  error: ['error', 'list.errorForeground'],
} as const;

/** The row of a server. */
export function serverItem({ server, isOnly }: ServerNode): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const kind = shownState(server);
  const [icon, colour] = ICONS[kind];
  const item = new vscode.TreeItem(plainLabel(server.entry.name), isOnly ? Expanded : Collapsed);
  item.description = descriptionOf(server);
  item.iconPath = new vscode.ThemeIcon(icon, colour && new vscode.ThemeColor(colour));
  item.tooltip = tooltipOf(server);
  item.contextValue = kind === 'signedOut' ? 'server.signedOut' : 'server.signedIn';
  item.accessibilityInformation = { label: `${plainLabel(server.entry.name)}, ${item.description}` };
  return item;
}

/** How it stands comes first: a side bar is narrow. */
function descriptionOf(server: ServerNode['server']): string {
  const { account, about, entry } = server;
  const who = account === undefined ? '' : plainLabel(accountName(account, entry.name));
  const kind = shownState(server);
  const version = kind === 'connected' && about ? t('MCP {0}', plainLabel(about.protocolVersion)) : '';
  const name = kind === 'connected' && about ? plainLabel(about.serverName) : '';
  return [stateWord(kind), who, version, name].filter((part) => part !== '').join(' · ');
}

function aboutLines({ serverName, protocolVersion }: ServerAbout): readonly string[] {
  const name = plainText(serverName) || t('unnamed');
  return [t('Server: {0}', name), t('Protocol: {0}', plainText(protocolVersion))];
}

/** All that is known of the server, as plain text: whatever it wrote of itself is its own claim. */
function tooltipOf(server: ServerNode['server']): string {
  const { account, about, entry, issuer, state } = server;
  const kind = shownState(server);
  const lines = [
    `${entry.name}: ${stateWord(kind)}`,
    t('Address: {0}', entry.url),
    ...(issuer === undefined ? [] : [t('Issuer: {0}', issuer)]),
    ...(account === undefined ? [] : [t('Account: {0}', accountName(account, entry.name))]),
    ...(about ? aboutLines(about) : []),
  ];
  const problem = kind !== 'signedOut' && 'error' in state ? ['', messageFor(state.error).text] : [];
  const instructions = multilineText(about?.instructions ?? '', INSTRUCTIONS_LENGTH);
  const told = instructions === '' ? [] : ['', t('The server says of itself:'), instructions];
  return [...lines, ...problem, ...told].join('\n');
}
