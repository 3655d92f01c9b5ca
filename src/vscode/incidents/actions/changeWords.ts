import * as vscode from 'vscode';
import type { Differences } from '../../../core/incidents/actions/differences.ts';
import type { IncidentAction } from '../../../core/incidents/actions/incidentActions.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import { severityWord, statusWord } from '../incidentWords.ts';

const { t } = vscode.l10n;

/** Says that an action was carried out. */
export function doneWords(action: IncidentAction, incident: ShownIncident): string {
  switch (action.kind) {
    case 'acknowledge':
      return t('Acknowledged.');
    case 'resolve':
      return t('Resolved.');
    case 'reopen':
      return t('Reopened.');
    case 'severity':
      return t('Severity is now {0}.', severityWord(incident.severity));
    case 'assignToMe':
      return t('Assigned to {0}.', incident.assignee);
    case 'note':
      return t('Note added.');
  }
}

/** Says that somebody else was faster, and what is another now. */
export function conflictWords(changed: Differences, incident: ShownIncident): string {
  const facts = factsOf(changed, incident);
  const who = changed.by || t('Somebody');
  if (facts === '') return t('{0} changed this first. Nothing of yours was saved: look again, then repeat it.', who);
  return t('{0} changed this first: {1}. Nothing of yours was saved; repeat it if it still fits.', who, facts);
}

/** Says that a note was added, but the incident not resolved, since somebody else changed it first. */
export function onlyNotedWords(changed: Differences, incident: ShownIncident): string {
  return t('The note was added, but nothing was resolved. {0}', newsWords(changed, incident));
}

/** Says what somebody else did to an incident that is looked at; empty where nothing is another. */
export function newsWords(changed: Differences, incident: ShownIncident): string {
  const who = changed.by || t('Somebody');
  const facts = factsOf(changed, incident);
  if (facts !== '') return t('{0} changed this: {1}.', who, facts);
  if (changed.notes === 1) return t('{0} added a note.', who);
  if (changed.notes > 1) return t('{0} notes were added.', changed.notes);
  return changed.texts ? t('{0} changed what is written here.', who) : '';
}

function factsOf({ fields }: Differences, incident: ShownIncident): string {
  const words = fields.map((field) => {
    if (field === 'status') return t('status is now {0}', statusWord(incident.status));
    if (field === 'severity') return t('severity is now {0}', severityWord(incident.severity));
    return incident.assignee === '' ? t('nobody is assigned') : t('assignee is now {0}', incident.assignee);
  });
  return new Intl.ListFormat(vscode.env.language, { type: 'conjunction' }).format(words);
}
