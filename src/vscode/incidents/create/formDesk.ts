import { AppError } from '../../../core/errors.ts';
import type { IncidentDrafts } from '../../../core/incidents/create/incidentDrafts.ts';
import type { IncidentSource } from '../../../core/incidents/incidentSource.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import { TOOL } from '../../../shared/names.ts';
import type { FaceOptions } from '../../faceOptions.ts';

/** What the form for a new incident needs of its surroundings. */
export interface FormDesk extends FaceOptions {
  readonly drafts: IncidentDrafts;
  /** Id of the account that is signed in to a server; empty where nobody is. */
  readonly account: (serverId: string) => Promise<string>;
  /** Services of the known incidents of a server. */
  readonly services: (serverId: string) => readonly string[];
  /** Called with the new incident's id, empty where the server did not say. */
  readonly created: (serverId: string, id: string) => void;
  /** Gets the list of a server anew and brings it to the front. */
  readonly showList: (serverId: string) => void;
  /** Shows an error of a form that was closed before the answer came. */
  readonly showError: (error: unknown) => void;
}

/** What a server takes for a new incident. @throws AppError `tool_missing` where it creates none */
export async function sourceOf(client: ServerClient, signal: AbortSignal): Promise<IncidentSource> {
  const source = await client.incidents({ signal });
  if (source.createRules.length > 0) return source;
  throw new AppError('tool_missing', { tool: TOOL.createIncident, server: client.entry.name });
}

/** The client of a server by its id. @throws AppError `unknown_server` */
export function clientOf({ registry }: Pick<FormDesk, 'registry'>, serverId: string): ServerClient {
  const client = registry.get(serverId);
  if (!client) throw new AppError('unknown_server', { server: serverId });
  return client;
}
