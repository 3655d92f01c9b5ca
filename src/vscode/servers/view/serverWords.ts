import { l10n } from 'vscode';
import type { ListKind } from '../../../core/mcp/catalog/listState.ts';
import type { ServerNode } from './serverNodes.ts';

const { t } = l10n;

type ShownState = ServerNode['server']['state']['kind'];

/** How a server stands: signed out where nobody is signed in, whatever was heard of the server. */
export function shownState({ account, state }: Pick<ServerNode['server'], 'account' | 'state'>): ShownState {
  return account === undefined ? 'signedOut' : state.kind;
}

/** One word for how a server stands. */
export function stateWord(kind: ShownState): string {
  switch (kind) {
    case 'signedOut':
      return t('signed out');
    case 'idle':
      return t('not connected');
    case 'connecting':
      return t('connecting…');
    case 'connected':
      return t('connected');
    case 'offline':
      return t('offline');
    case 'error':
      return t('error');
  }
}

/** Name of a list. */
export function listName(list: ListKind): string {
  const names = { tools: t('Tools'), prompts: t('Prompts'), resources: t('Resources'), templates: t('Templates') };
  return names[list];
}

/** A label of an account without the name of the server, beside which it stands: `login (server name)`. */
export function accountName(label: string, server: string): string {
  const ending = ` (${server})`;
  return label.endsWith(ending) ? label.slice(0, -ending.length) : label;
}
