import { AppError, isAppError } from '../../../core/errors.ts';
import type { IncidentPage, ShownIncident } from '../../../core/incidents/incidentSource.ts';
import type { Pressing } from '../../../core/incidents/list/pressing.ts';
import type { IncidentCounts } from '../../../shared/incident.ts';

/** How one server's list stands, apart from its rows. */
export interface ListFacts {
  /** How the last load ended; `waiting` before the first ended. */
  readonly phase: 'waiting' | 'ready' | 'signedOut' | 'offline' | 'error';
  /** Whether a load is under way. */
  readonly loading: boolean;
  /** How many incidents match the filter, by the server's word. */
  readonly counts?: IncidentCounts;
  readonly nextCursor?: string;
  /** When the rows were last in step with the server, in milliseconds since 1970; absent before the first answer. */
  readonly asOf?: number;
  /** Why the last refresh failed. */
  readonly error?: AppError;
  /** Out of how many loaded incidents the rows were filtered here, since the server could not. */
  readonly leftOf?: number;
  /** How many incidents are critical or high and not resolved, whatever the filter; absent where it is not known. */
  readonly allPressing?: Pressing;
  /** Whether only the person's own are wanted from a server that cannot say who the person is. */
  readonly isMineUnknown?: boolean;
}

/** How one server's list stands. Rows stay through a refresh and through a loss of the network. */
export interface IncidentListState extends ListFacts {
  /** The rows, in the order in which they were loaded: put together when they are first asked for. */
  readonly incidents: readonly ShownIncident[];
  /** How many rows there are. */
  readonly size: number;
  /** How many of the rows are critical or high, and not resolved. */
  readonly pressing: Pressing;
}

/** The state of a list that nothing is known of. */
export const UNKNOWN_LIST: ListFacts = { phase: 'waiting', loading: false };

/** How a list stands after a page was loaded. */
export function factsOf({ counts, nextCursor, leftOf }: IncidentPage): ListFacts {
  return {
    ...{ phase: 'ready', loading: false },
    ...(counts ? { counts } : {}),
    ...(nextCursor === undefined ? {} : { nextCursor }),
    ...(leftOf === undefined ? {} : { leftOf }),
  };
}

/** Whether an incident is from before what is known of it. */
export function isOlder({ updatedAt }: ShownIncident, known: ShownIncident): boolean {
  return Date.parse(updatedAt) < Date.parse(known.updatedAt);
}

/** What a load threw, as an error that can be shown. */
export function appErrorOf(thrown: unknown): AppError {
  return isAppError(thrown) ? thrown : new AppError('answer_invalid', { what: 'incidents' }, { cause: thrown });
}

/** That a session ended is heard once; whoever asks later hears only that nobody is signed in. */
export function whyOut({ error: before }: ListFacts, error: AppError): AppError {
  return isAppError(before, 'session_ended') ? before : error;
}
