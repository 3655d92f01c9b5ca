import * as vscode from 'vscode';
import { desktopScheme } from '../../auth/planning/desktopScheme.ts';
import { incidentLink } from './incidentLink.ts';

/** The link to an incident for whoever reads it: to this editor, or to VS Code where this one runs in a browser. */
export function sharedLink(incident: { readonly server: string; readonly id: string }): string {
  const uiKind = vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'desktop';
  return incidentLink(desktopScheme({ uiKind, uriScheme: vscode.env.uriScheme }), incident);
}
