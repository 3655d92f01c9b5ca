import type * as vscode from 'vscode';
import type { Log } from '../core/effects.ts';
import type { WithStepUp } from '../core/mcp/withStepUp.ts';
import type { ServerRegistry } from './servers/serverRegistry.ts';

/** What each part of the editor's face is built from. */
export interface FaceOptions {
  readonly registry: ServerRegistry;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Folder of the installed extension, for icons and scripts of pages. */
  readonly extensionUri: vscode.Uri;
  /** Runs what the person started, and asks for the permissions that it turns out to need. */
  readonly withStepUp: WithStepUp;
}
