import * as vscode from 'vscode';

/** Icons differ in shape, so that they can be told apart without their colour. */
const ICONS = {
  critical: ['flame', 'incidentDesk.criticalForeground'],
  high: ['warning', 'incidentDesk.highForeground'],
  medium: ['circle-filled', 'incidentDesk.mediumForeground'],
  low: ['info', 'incidentDesk.lowForeground'],
} as const;

/** Icon of a severity, in the colours of the manifest; a plain circle for a word we do not know. */
export function severityIcon(severity: string): vscode.ThemeIcon {
  const known = Object.entries(ICONS).find(([name]) => name === severity)?.[1];
  return known
    ? new vscode.ThemeIcon(known[0], new vscode.ThemeColor(known[1]))
    : new vscode.ThemeIcon('circle-outline');
}
