import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import type { ActionKind, IncidentAction } from '../../../core/incidents/actions/incidentActions.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import { SEVERITIES } from '../../../shared/incident.ts';
import { pickFrom } from '../../quickInput/pickFrom.ts';
import { plainText } from '../../words/plainText.ts';
import { severityWord } from '../incidentWords.ts';
import { severityIcon } from '../list/severityIcon.ts';

const { t } = vscode.l10n;

/** Asks for what an action needs beside the incident. @throws AppError `cancelled` */
export async function askAction(kind: ActionKind, incident: ShownIncident): Promise<IncidentAction> {
  if (kind === 'severity') return { kind, severity: await askSeverity(incident) };
  if (kind === 'note') return { kind, text: await askNote(incident) };
  return { kind };
}

async function askSeverity({ id, severity: current }: ShownIncident): Promise<string> {
  const items = SEVERITIES.toReversed().map((severity) => ({
    label: severityWord(severity),
    description: severity === current ? t('as it is now') : '',
    iconPath: severityIcon(severity),
    severity,
  }));
  const placeHolder = t('How bad is {0}?', plainText(id));
  const { severity } = await pickFrom(() => Promise.resolve(items), { title: t('Change Severity'), placeHolder });
  if (severity === current) throw new AppError('cancelled');
  return severity;
}

async function askNote({ id }: ShownIncident): Promise<string> {
  const text = await vscode.window.showInputBox({
    title: t('Add Note'),
    prompt: t('A note for the timeline of {0}. Markdown; the page of the incident takes longer ones.', plainText(id)),
    ignoreFocusOut: true,
    validateInput: (typed) => (typed.trim() === '' ? t('Type the note.') : undefined),
  });
  if (text === undefined || text.trim() === '') throw new AppError('cancelled');
  return text.trim();
}
