import * as vscode from 'vscode';
import type { CommandId } from '../commands/commandIds.ts';
import { hasServers } from './onServersSetUp.ts';

const COMMAND: CommandId = 'incidentDesk.createIncidentFromProblem';
/** A kind of its own below the quick fixes: it is listed among them, and no "fix all" or automatic fix takes it. */
const KIND = vscode.CodeActionKind.QuickFix.append('incidentDesk.createIncident');
const OFFERED = 3;
const MESSAGE_LENGTH = 60;

/** Offers an incident from each problem at the cursor, among its quick fixes, once a server is set up. */
export function offerProblemActions(): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: ({ uri }, _range, { diagnostics, only }) => {
      if (diagnostics.length === 0 || (only && !only.contains(KIND)) || !hasServers()) return [];
      return diagnostics.slice(0, OFFERED).map((diagnostic) => actionFor(uri, diagnostic, diagnostics.length > 1));
    },
  };
  return vscode.languages.registerCodeActionsProvider('*', provider, { providedCodeActionKinds: [KIND] });
}

function actionFor(uri: vscode.Uri, diagnostic: vscode.Diagnostic, isOneOfSeveral: boolean): vscode.CodeAction {
  const { t } = vscode.l10n;
  const [line = ''] = diagnostic.message.split('\n');
  const short = line.length > MESSAGE_LENGTH ? `${line.slice(0, MESSAGE_LENGTH).toWellFormed()}…` : line;
  const title = isOneOfSeveral
    ? t('Create incident from the problem "{0}"…', short)
    : t('Create incident from this problem…');
  const action = new vscode.CodeAction(title, KIND);
  action.diagnostics = [diagnostic];
  action.command = { command: COMMAND, title, arguments: [uri, diagnostic] };
  return action;
}
