import * as vscode from 'vscode';
import { type Gathered, type Prefill, prefillOf } from '../../../core/incidents/create/prefill.ts';
import type { Feature } from '../../commands/feature.ts';
import { withLateProgress } from '../../withCancellableProgress.ts';
import type { CreateForms } from './createForms.ts';

const { t } = vscode.l10n;

/** The commands that open the form for a new incident. */
export type CreateCommand =
  | 'incidentDesk.createIncident'
  | 'incidentDesk.createIncidentFromSelection'
  | 'incidentDesk.createIncidentFromProblem'
  | 'incidentDesk.createIncidentFromTestFailure'
  | 'incidentDesk.createIncidentFromTerminal';

/** Makes {@link CreateCommand}: what is gathered goes into the form, and nowhere else before the person sends it. */
export function createCommands(forms: Pick<CreateForms, 'open'>): Feature<CreateCommand>['commands'] {
  let masks = 0;
  const nextMask = (): string => t('[masked {0}]', (masks += 1));
  const open = (gathered?: Gathered): Promise<void> =>
    withLateProgress(t('Opening the form…'), (signal) => forms.open(signal, gathered && toPrefill(gathered, nextMask)));
  return {
    'incidentDesk.createIncident': () => open(),
    'incidentDesk.createIncidentFromSelection': async () => {
      const { fromSelection } = await import('./sources/fromSelection.ts');
      await open(await fromSelection());
    },
    'incidentDesk.createIncidentFromProblem': async (uri, diagnostic) => {
      const { fromProblem } = await import('./sources/fromProblem.ts');
      await open(await fromProblem(uri, diagnostic));
    },
    'incidentDesk.createIncidentFromTestFailure': async (failure) => {
      const { fromTestFailure } = await import('./sources/fromTestFailure.ts');
      await open(await fromTestFailure(failure));
    },
    'incidentDesk.createIncidentFromTerminal': async () => {
      const { fromTerminal } = await import('./sources/fromTerminal.ts');
      await open(await fromTerminal());
    },
  };
}

function toPrefill(gathered: Gathered, nextMask: () => string): Prefill {
  const folders = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => [uri.fsPath, uri.path]);
  const leftOut = (lines: number): string => t('{0} more lines were left out.', lines);
  return prefillOf(gathered, { folders, nextMask, leftOut });
}
