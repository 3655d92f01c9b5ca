import type { IncidentSummary } from '../../statusBar.ts';
import type { ServerIncidents } from '../list/serverIncidents.ts';
import { pressingCount } from '../list/viewState.ts';

/** What the status bar tells of all lists: of all critical and high incidents where they are counted, else of the loaded. */
export function summaryOf(lists: readonly Pick<ServerIncidents, 'client' | 'state'>[]): IncidentSummary {
  const offline = lists.filter(({ state }) => state.phase === 'offline').map(({ client }) => client.entry.name);
  return { pressing: pressingCount(lists.map(({ state }) => state)), offline };
}
