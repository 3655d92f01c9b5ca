import type * as vscode from 'vscode';
import type { DataBlock } from '../../../core/chat/fencedData.ts';
import type { IncidentReference } from '../../incidents/incidentReference.ts';

/** What was found for a question: a language model makes the answer of it. */
export interface Gathered {
  /** What the model is to do. */
  readonly task: string;
  readonly data: readonly DataBlock[];
  /** Incidents that the answer may name, to be opened from there. */
  readonly known: readonly IncidentReference[];
  /** What may be asked next. */
  readonly followups: readonly vscode.ChatFollowup[];
}

/** An answer that needs no model. */
export interface Said {
  readonly say: string;
  readonly followups: readonly vscode.ChatFollowup[];
}
