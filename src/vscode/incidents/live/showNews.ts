import * as vscode from 'vscode';
import type { ServerNews } from '../../../core/incidents/live/newsDesk.ts';
import type { IncidentReference } from '../incidentReference.ts';
import { manyNewsText, oneNewsText } from './newsWords.ts';

const { t } = vscode.l10n;

/** What the buttons of a notification do. */
export interface NewsActions {
  open(reference: IncidentReference): Promise<void>;
  /** Shows the list. */
  showAll(): Promise<void>;
  mute(): Promise<void>;
}

/** One notification: of the incident, or how many there are. */
export async function showNews(news: readonly ServerNews[], actions: NewsActions): Promise<void> {
  const [first] = news;
  if (!first) return;
  const open = news.length === 1 ? t('Open Incident') : t('Show Incidents');
  const mute = t('Mute…');
  const text = news.length === 1 ? oneNewsText(first.news) : manyNewsText(news.map((one) => one.news));
  const pressed = await showByUrgency(news)(text, open, mute);
  if (pressed === mute) return actions.mute();
  if (pressed !== open) return;
  if (news.length > 1) return actions.showAll();
  return actions.open({ serverId: first.serverId, id: first.news.incident.id });
}

/** Warnings stand out, and screen readers read them first. */
function showByUrgency(
  news: readonly ServerNews[],
): (text: string, ...buttons: string[]) => Thenable<string | undefined> {
  const isUrgent = news.some(({ news: { incident } }) => ['critical', 'high'].includes(incident.severity));
  return isUrgent ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
}
