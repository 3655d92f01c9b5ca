import type { IncidentStore } from '../store/incidentStore.ts';

/** What tools work with. */
export interface ServerParts {
  readonly store: IncidentStore;
  /** Takes errors that callers are not told of. */
  readonly report: (error: Error) => void;
}

/** What resources and prompts work with: the reading of a store that keeps its errors from callers. */
export interface ReadingParts {
  readonly store: Pick<IncidentStore, 'get' | 'list' | 'completeId'>;
}
