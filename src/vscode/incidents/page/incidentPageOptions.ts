import type * as vscode from 'vscode';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { WithStepUp } from '../../../core/mcp/withStepUp.ts';
import type { TextReader } from './text/textReader.ts';

/** What a page needs of its surroundings. */
export interface IncidentPageOptions {
  readonly extensionUri: vscode.Uri;
  /** The server of the incident; absent once it left the settings. */
  readonly client: () => ServerClient | undefined;
  readonly withStepUp: WithStepUp;
  /** Whether the person opened the page just now, rather than the editor after a reload. */
  readonly asked: boolean;
  /** Reads the texts of incidents. */
  readonly reader: () => Promise<TextReader>;
  /** Called with an incident that was changed here, or found to be another than it was. */
  readonly changed: (serverId: string, incident: ShownIncident) => void;
  readonly logProblem: (error: unknown) => void;
}
