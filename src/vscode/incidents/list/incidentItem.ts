import * as vscode from 'vscode';
import type { TooltipPart } from '../../../core/incidents/incidentNodes.ts';
import type { CommandId } from '../../commands/commandIds.ts';
import { severityWord, statusWord } from '../incidentWords.ts';
import { severityIcon } from './severityIcon.ts';
import type { IncidentTreeNode } from './treeNodes.ts';

const { t } = vscode.l10n;

/** The row of an incident; an incident without an id can be seen, but not opened. */
export function incidentItem({ serverId, row }: IncidentTreeNode): vscode.TreeItem {
  const { label, description, severity, resolved, stale, tooltip, incident } = row;
  const item = new vscode.TreeItem(label);
  item.description = description;
  item.iconPath = resolved
    ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('disabledForeground'))
    : severityIcon(severity);
  const lines = [label, ...tooltip.map(tooltipLine), ...(stale ? [t('May have changed since.')] : [])];
  item.tooltip = lines.join('\n');
  item.accessibilityInformation = { label: [label, severityWord(severity), description].join(', ') };
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
