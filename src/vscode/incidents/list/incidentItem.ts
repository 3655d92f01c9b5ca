import * as vscode from 'vscode';
import { rowText, tooltipOf, type TooltipPart } from '../../../core/incidents/incidentRow.ts';
import type { CommandId } from '../../commands/commandIds.ts';
import { incidentWords, severityWord, statusWord } from '../incidentWords.ts';
import { severityIcon } from './severityIcon.ts';
import type { IncidentNode } from './treeNodes.ts';

const { t } = vscode.l10n;

/** The row of an incident; an incident without an id can be seen, but not opened. `stale` where it may have changed since. */
export function incidentItem({ serverId, incident }: IncidentNode, now: number, stale: boolean): vscode.TreeItem {
  const { label, title, description, spoken } = rowText(incident, now, incidentWords());
  const item = new vscode.TreeItem(label);
  item.description = description;
  item.iconPath =
    incident.status === 'resolved'
      ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('disabledForeground'))
      : severityIcon(incident.severity);
  const lines = [title, ...tooltipOf(incident).map(tooltipLine), ...(stale ? [t('May have changed since.')] : [])];
  item.tooltip = lines.join('\n');
  item.accessibilityInformation = { label: [title, severityWord(incident.severity), spoken].join(', ') };
  if (incident.id === '') return item;
  item.contextValue = 'incident';
  const command: CommandId = 'incidentDesk.openIncident';
  item.command = { command, title: t('Open Incident'), arguments: [{ serverId, id: incident.id }] };
  return item;
}

function tooltipLine({ name, value }: TooltipPart): string {
  switch (name) {
    case 'id':
      return value;
    case 'severity':
      return t('Severity: {0}', severityWord(value));
    case 'status':
      return t('Status: {0}', statusWord(value));
    case 'service':
      return t('Service: {0}', value);
    case 'assignee':
      return t('Assignee: {0}', value);
    case 'createdBy':
      return t('Created by: {0}', value);
    case 'createdAt':
      return t('Created: {0}', instant(value));
    case 'updatedAt':
      return t('Updated: {0}', instant(value));
    case 'tags':
      return t('Tags: {0}', value);
  }
}

function instant(text: string): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    Date.parse(text),
  );
}
