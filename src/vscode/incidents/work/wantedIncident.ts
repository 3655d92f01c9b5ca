import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { WorkOptions } from './workOptions.ts';

/** The server and the id of the incident that a command is about. */
export interface WantedIncident {
  readonly client: ServerClient;
  readonly id: string;
}

/** @throws AppError `unknown_server`, `cancelled`, and why there is nothing to pick */
export async function wantedIncident(
  { choose, registry }: Pick<WorkOptions, 'choose' | 'registry'>,
  argument: unknown,
  title: string,
): Promise<WantedIncident> {
  const { serverId, id } = await choose(argument, title);
  const client = registry.get(serverId);
  if (!client) throw new AppError('unknown_server', { server: serverId });
  return { client, id };
}

/** Reads an incident as it is now. @throws AppError `incident_not_found`, and whatever the call throws */
export async function readWanted(
  { withStepUp }: Pick<WorkOptions, 'withStepUp'>,
  { client, id }: WantedIncident,
): Promise<ShownIncident> {
  const progress = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Reading the incident…') };
  const read = async () => (await client.incidents()).get(id);
  return vscode.window.withProgress(progress, () => withStepUp(client, read));
}
