import * as vscode from 'vscode';
import type { CommandId } from '../../commands/commandIds.ts';
import { plainLabel } from '../../quickInput/plainLabel.ts';
import type { ArgumentDocuments } from './argumentDocuments.ts';

const { t } = vscode.l10n;
const RUN: CommandId = 'incidentDesk.runTool';
const RESET: CommandId = 'incidentDesk.resetToolArguments';

/** "Run" over the arguments of a tool, and "Reset to Defaults". */
export function createRunLenses(documents: Pick<ArgumentDocuments, 'get'>): vscode.CodeLensProvider {
  return {
    provideCodeLenses: ({ uri }) => {
      const draft = documents.get(uri);
      if (!draft) return [];
      const run = t('Run {0} on {1}', plainLabel(draft.title), plainLabel(draft.server));
      const commands: vscode.Command[] = [{ title: `$(play) ${run}`, command: RUN, arguments: [uri] }];
      if (draft.schema) {
        commands.push({ title: `$(discard) ${t('Reset to Defaults')}`, command: RESET, arguments: [uri] });
      } else {
        commands.push({ title: t('The schema is too large to check against while you type'), command: '' });
      }
      const top = new vscode.Range(0, 0, 0, 0);
      return commands.map((command) => new vscode.CodeLens(top, command));
    },
  };
}
