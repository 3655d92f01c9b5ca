import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { ServerClient, ServerState } from '../../core/mcp/serverClient.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import { plainLabel } from './plainLabel.ts';

const { t } = vscode.l10n;

/**
 * The server that a command is about: the only one, else the one that the person picks.
 * `describe` says beside its name how a server stands.
 * @throws AppError `invalid_settings`, `no_servers`, `cancelled`
 */
export async function chooseServer(
  registry: ServerRegistry,
  placeHolder: string,
  describe: (client: ServerClient) => string | Promise<string> = ({ state }) => stateWord(state),
): Promise<ServerClient> {
  if (registry.problem) throw registry.problem;
  const clients = registry.list();
  const [only] = clients;
  if (!only) throw new AppError('no_servers');
  if (clients.length === 1) return only;
  const items = clients.map(async (client) => ({
    label: client.entry.name,
    description: plainLabel(await describe(client)),
    detail: client.entry.url,
    iconPath: new vscode.ThemeIcon('server'),
    client,
  }));
  const picked = await vscode.window.showQuickPick(Promise.all(items), {
    ...{ placeHolder, matchOnDetail: true },
    // A page that loads takes the focus for a moment.
    ignoreFocusOut: true,
  });
  if (!picked) throw new AppError('cancelled');
  return picked.client;
}

function stateWord({ kind }: ServerState): string {
  if (kind === 'signedOut') return t('signed out');
  return kind === 'offline' ? t('offline') : '';
}
