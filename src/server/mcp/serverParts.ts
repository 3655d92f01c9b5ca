import type { IncidentStore } from '../store/incidentStore.ts';

/** What tools, resources and prompts work with. */
export interface ServerParts {
  readonly store: IncidentStore;
  /** Takes errors that callers are not told of. */
  readonly report: (error: Error) => void;
}
