import { isAppError } from '../../../core/errors.ts';
import type { IncidentListState } from './serverIncidents.ts';

/** Values of the context key `incidentDesk.state`, which the manifest's welcome views go by. */
export type ViewState =
  'noServers' | 'badSettings' | 'signedOut' | 'sessionEnded' | 'loading' | 'ready' | 'empty' | 'offline' | 'error';

/** What the view as a whole shows, for lists in any phase. Rows that are known always win over what went wrong. */
export function viewState(lists: readonly IncidentListState[], badSettings: boolean): ViewState {
  const some = (...phases: IncidentListState['phase'][]): boolean => lists.some(({ phase }) => phases.includes(phase));
  if (badSettings) return 'badSettings';
  if (lists.length === 0) return 'noServers';
  const withRows = lists.filter(({ incidents }) => incidents.length > 0);
  if (withRows.length > 0) return withRows.every(({ phase }) => phase === 'offline') ? 'offline' : 'ready';
  if (some('waiting') || lists.some(({ phase, loading }) => phase === 'signedOut' && loading)) return 'loading';
  if (lists.every(({ phase }) => phase === 'signedOut')) {
    return lists.some(({ error }) => isAppError(error, 'session_ended')) ? 'sessionEnded' : 'signedOut';
  }
  if (lists.every(({ phase }) => phase === 'ready')) return 'empty';
  if (some('error')) return 'error';
  // Several servers of which one is empty: the rows say which.
  return lists.every(({ phase }) => phase === 'offline') ? 'offline' : 'ready';
}

/** How many incidents of the loaded rows need somebody: critical or high, and not resolved. */
export function pressingCount(lists: readonly IncidentListState[]): number {
  const pressing = ['critical', 'high'];
  return lists
    .flatMap(({ incidents }) => incidents)
    .filter(({ severity, status }) => pressing.includes(severity) && status !== 'resolved').length;
}
