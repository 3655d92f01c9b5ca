import * as vscode from 'vscode';
import type { Muting } from '../../../core/incidents/live/muting.ts';
import { turnNotificationsOff } from './liveSettings.ts';

const { t } = vscode.l10n;
const HOUR = 3_600_000;

/** Lets the person say for how long no notifications are to come; closing the question changes nothing. */
export async function askMute(muting: Muting): Promise<void> {
  const items = [
    { label: t('For 1 hour'), run: () => muteFor(muting, HOUR) },
    { label: t('For 8 hours'), run: () => muteFor(muting, 8 * HOUR) },
    { label: t('Until I turn them on again'), detail: t('Changes your settings.'), run: turnOff },
  ];
  const title = t('Mute notifications of new and worsened incidents');
  const picked = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  await picked?.run();
}

async function muteFor(muting: Muting, duration: number): Promise<void> {
  await muting.mute(duration);
  const until = new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'short' }).format(await muting.until());
  vscode.window.setStatusBarMessage(t('No notifications of incidents until {0}.', until), 5000);
}

async function turnOff(): Promise<void> {
  await turnNotificationsOff();
  vscode.window.setStatusBarMessage(t('Notifications of incidents are off.'), 5000);
}
