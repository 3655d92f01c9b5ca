import type * as vscode from 'vscode';
import type { AppError } from '../../core/errors.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';

/** The configured servers as they stand now. */
export interface ServerRegistry {
  /** In the order of the settings; empty while {@link problem} stands. */
  list(): readonly ServerClient[];
  get(id: string): ServerClient | undefined;
  /** Fires when servers came or went, or somebody signed in or out: ask again for everything shown. */
  readonly onDidChange: vscode.Event<void>;
  /** `invalid_settings`, where the setting cannot be read. */
  readonly problem?: AppError | undefined;
}
