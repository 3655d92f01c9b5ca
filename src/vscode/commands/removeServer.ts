import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { Sessions } from '../../core/oauth/sessions.ts';
import { serverId, type ServerEntry } from '../../core/serverEntry.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import type { RunCommand } from './runCommand.ts';

/** "Remove Server": asks which and whether, signs out of it, then takes it out of the settings. */
export function registerRemoveServer(run: RunCommand, setting: ServersSetting, sessions: Sessions): vscode.Disposable {
  return run('incidentDesk.removeServer', async () => {
    const entry = await pickEntry(setting.read());
    await confirm(entry);
    await removeServer(entry, setting, sessions);
  });
}

/** Signs out of a server and takes its entry out of the settings, wherever it stands by now. */
export async function removeServer(entry: ServerEntry, setting: ServersSetting, sessions: Sessions): Promise<void> {
  const id = serverId(entry);
  const own = (await sessions.list()).filter((session) => session.serverId === id);
  for (const session of own) await sessions.remove(session.id);
  const index = setting.read().findIndex((other) => serverId(other) === id);
  if (index >= 0) await setting.removeAt(index);
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
