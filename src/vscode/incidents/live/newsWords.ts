import * as vscode from 'vscode';
import type { IncidentNews } from '../../../core/incidents/live/incidentNews.ts';
import { SEVERITIES } from '../../../shared/incident.ts';
import { plainText } from '../../words/plainText.ts';
import { severityWord } from '../incidentWords.ts';

const { t } = vscode.l10n;

/** Such as "New critical incident: Checkout returns 502 (payments, INC-1001)". */
export function oneNewsText({ kind, incident }: IncidentNews): string {
  const severity = plainText(severityWord(incident.severity));
  const title = plainText(incident.title) || t('Untitled incident');
  const where = [incident.service, incident.id].map(plainText).filter((part) => part !== '');
  const what = where.length > 0 ? t('{0} ({1})', title, where.join(', ')) : title;
  return kind === 'new' ? t('New incident, {0}: {1}', severity, what) : t('Worse now, {0}: {1}', severity, what);
}

/** Such as "5 incidents are new or worse: Critical 2, High 3". */
export function manyNewsText(news: readonly IncidentNews[]): string {
  const counts = SEVERITIES.toReversed().flatMap((severity) => {
    const count = news.filter(({ incident }) => incident.severity === severity).length;
    return count > 0 ? [t('{0} {1}', severityWord(severity), count)] : [];
  });
  return t('{0} incidents are new or worse: {1}', news.length, counts.join(', '));
}
