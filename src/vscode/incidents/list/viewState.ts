import { isAppError } from '../../../core/errors.ts';
import type { Pressing } from '../../../core/incidents/list/pressing.ts';
import type { IncidentListState } from './serverIncidents.ts';

/** Values of the context key `incidentDesk.state`, which the manifest's welcome views go by. */
export type ViewState =
  'noServers' | 'badSettings' | 'signedOut' | 'sessionEnded' | 'loading' | 'ready' | 'empty' | 'offline' | 'error';

/** What the view as a whole shows, for lists in any phase. Rows that are known always win over what went wrong. */
export function viewState(lists: readonly IncidentListState[], badSettings: boolean, isFiltered = false): ViewState {
  const some = (...phases: IncidentListState['phase'][]): boolean => lists.some(({ phase }) => phases.includes(phase));
  if (badSettings) return 'badSettings';
  if (lists.length === 0) return 'noServers';
  const withRows = lists.filter(({ size }) => size > 0);
  if (withRows.length > 0) return withRows.every(({ phase }) => phase === 'offline') ? 'offline' : 'ready';
  if (some('waiting') || lists.some(({ phase, loading }) => phase === 'signedOut' && loading)) return 'loading';
  if (lists.every(({ phase }) => phase === 'signedOut')) {
    return lists.some(({ error }) => isAppError(error, 'session_ended')) ? 'sessionEnded' : 'signedOut';
  }
  // Where all are filtered out, the rows say so.
  if (lists.every(({ phase }) => phase === 'ready')) return isFiltered ? 'ready' : 'empty';
  if (some('error')) return 'error';
  // Several servers of which one is empty: the rows say which.
  return lists.every(({ phase }) => phase === 'offline') ? 'offline' : 'ready';
}

/** How many incidents need somebody: critical or high, and not resolved, be they shown or not. */
export interface PressingCount extends Pressing {
  /** Whether a server does not count them, so that only loaded ones are known. */
  readonly isLoadedOnly: boolean;
}

/** Counts them over all servers. */
export function pressingCount(lists: readonly IncidentListState[]): PressingCount {
  const counted = lists.map(({ allPressing, pressing }) => allPressing ?? pressing);
  const critical = counted.reduce((sum, count) => sum + count.critical, 0);
  const high = counted.reduce((sum, count) => sum + count.high, 0);
  return { critical, high, isLoadedOnly: lists.some(({ allPressing, size }) => size > 0 && allPressing === undefined) };
}
