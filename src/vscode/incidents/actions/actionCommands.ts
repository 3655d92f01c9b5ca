import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import { actOnIncident, type ActionOutcome } from '../../../core/incidents/actions/actOnIncident.ts';
import {
  type ActionKind,
  type IncidentAction,
  possibleActions,
} from '../../../core/incidents/actions/incidentActions.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import { TOOL } from '../../../shared/names.ts';
import type { CommandHandler } from '../../commands/feature.ts';
import type { FaceOptions } from '../../faceOptions.ts';
import { plainText } from '../../words/plainText.ts';
import { type IncidentReference, incidentReference } from '../incidentReference.ts';
import { askAction } from './askAction.ts';
import { callSource } from './callSource.ts';
import { conflictWords, doneWords } from './changeWords.ts';

const { t } = vscode.l10n;

const STATUS_MS = 5000;

/** The commands that change an incident. */
export type ActionCommand =
  | 'incidentDesk.acknowledgeIncident'
  | 'incidentDesk.resolveIncident'
  | 'incidentDesk.reopenIncident'
  | 'incidentDesk.setIncidentSeverity'
  | 'incidentDesk.assignIncidentToMe'
  | 'incidentDesk.addIncidentNote';

/** What the commands are built from. */
export interface ActionCommandsOptions extends Pick<FaceOptions, 'registry' | 'withStepUp'> {
  /** The incident that is meant where the command names none: of the selected row, of the page in front, or picked. */
  readonly choose: (selected: boolean, title: string) => Promise<IncidentReference>;
  /** An incident as its row shows it. */
  readonly seen: (reference: IncidentReference) => ShownIncident | undefined;
  /** Hears of an incident that was changed, or found to be another than it was. */
  readonly changed: (serverId: string, incident: ShownIncident) => void;
  readonly open: (reference: IncidentReference, title: string) => void;
}

/** What the keys of the view send: the command is meant for the selected row. */
const SELECTED = 'selected';

/** Builds the commands that change an incident: of a row, of the selected row, or of one that the person picks. */
export function actionCommands(options: ActionCommandsOptions): Record<ActionCommand, CommandHandler> {
  const act = (kind: ActionKind) => (argument?: unknown) => actByCommand(options, kind, argument);
  return {
    'incidentDesk.acknowledgeIncident': act('acknowledge'),
    'incidentDesk.resolveIncident': act('resolve'),
    'incidentDesk.reopenIncident': act('reopen'),
    'incidentDesk.setIncidentSeverity': act('severity'),
    'incidentDesk.assignIncidentToMe': act('assignToMe'),
    'incidentDesk.addIncidentNote': act('note'),
  };
}

async function actByCommand(options: ActionCommandsOptions, kind: ActionKind, argument: unknown): Promise<void> {
  const reference = incidentReference(argument) ?? (await options.choose(argument === SELECTED, titleOf(kind)));
  const client = options.registry.get(reference.serverId);
  if (!client) throw new AppError('unknown_server', { server: reference.serverId });
  const seen = options.seen(reference) ?? (await loaded(client, reference.id));
  await refuseImpossible(client, seen, kind);
  const action = await askAction(kind, seen);
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Saving…') },
    () => {
      const { signal } = new AbortController();
      return actOnIncident(callSource(client, options.withStepUp, signal), seen, action, signal);
    },
  );
  options.changed(reference.serverId, outcome.incident);
  tell(options, reference, action, outcome);
}

function titleOf(kind: ActionKind): string {
  return {
    acknowledge: t('Acknowledge Incident'),
    resolve: t('Resolve Incident'),
    reopen: t('Reopen Incident'),
    severity: t('Change Severity'),
    assignToMe: t('Assign Incident to Me'),
    note: t('Add Note'),
  }[kind];
}

async function loaded(client: ServerClient, id: string): Promise<ShownIncident> {
  return (await client.incidents()).get(id);
}

/** A menu offers no such thing, but the palette and the keyboard do. @throws AppError `tool_missing`, `cancelled` */
async function refuseImpossible(client: ServerClient, seen: ShownIncident, kind: ActionKind): Promise<void> {
  const abilities = await client.incidents();
  if (possibleActions(seen, abilities).includes(kind)) return;
  if (possibleActions({ status: '' }, abilities).includes(kind)) {
    void vscode.window.showInformationMessage(t('{0} is in that state already.', plainText(seen.id)));
    throw new AppError('cancelled');
  }
  const tool = kind === 'note' ? TOOL.addIncidentNote : TOOL.updateIncident;
  throw new AppError('tool_missing', { tool, server: client.entry.name });
}

/** What was done is said in the status bar, where it disturbs nobody; that it was not done is a message. */
function tell(
  { open }: ActionCommandsOptions,
  reference: IncidentReference,
  action: IncidentAction,
  outcome: ActionOutcome,
): void {
  const { incident } = outcome;
  const id = plainText(incident.id);
  if (outcome.kind === 'done') {
    return void vscode.window.setStatusBarMessage(`${id}: ${plainText(doneWords(action, incident))}`, STATUS_MS);
  }
  const show = t('Open Incident');
  const words = `${id}: ${plainText(conflictWords(outcome.differences, incident))}`;
  void vscode.window.showWarningMessage(words, show).then((chosen) => {
    if (chosen === show) open(reference, incident.title);
  });
}
