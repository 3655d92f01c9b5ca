import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { Sessions } from '../../core/oauth/sessions/sessions.ts';
import { serverId, type ServerEntry } from '../../core/serverEntry.ts';
import { itemReference } from '../servers/itemReference.ts';
import { removeEntry } from '../servers/removeEntry.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import type { CommandHandler } from './feature.ts';

/** "Remove Server": asks which, unless it is given, and whether, signs out of it, then takes it out of the settings. */
export function removeServerCommand(
  setting: Pick<ServersSetting, 'read' | 'removeAt'>,
  sessions: Pick<Sessions, 'list' | 'remove'>,
): CommandHandler {
  return async (server) => {
    const id = itemReference(server)?.serverId;
    const entries = setting.read();
    const entry = entries.find((each) => serverId(each) === id) ?? (await pickEntry(entries));
    await confirm(entry);
    await removeEntry(entry, setting, sessions);
  };
}

async function pickEntry(entries: readonly ServerEntry[]): Promise<ServerEntry> {
  const [first] = entries;
  if (!first) throw new AppError('no_servers');
  if (entries.length === 1) return first;
  const items = entries.map((entry) => ({ label: entry.name, detail: entry.url, entry }));
  const placeHolder = vscode.l10n.t('Remove which server?');
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true });
  if (!picked) throw new AppError('cancelled');
  return picked.entry;
}

async function confirm(entry: ServerEntry): Promise<void> {
  const remove = vscode.l10n.t('Remove');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Remove the server "{0}"?', entry.name),
    { modal: true, detail: vscode.l10n.t('You are signed out of it and it is taken out of your settings.') },
    remove,
  );
  if (chosen !== remove) throw new AppError('cancelled');
}
