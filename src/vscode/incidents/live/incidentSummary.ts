import type { IncidentSummary } from '../../statusBar.ts';
import type { ServerIncidents } from '../list/serverIncidents.ts';

/** What the status bar tells of all lists: of all critical incidents where they are counted, else of the loaded ones. */
export function summaryOf(lists: readonly Pick<ServerIncidents, 'client' | 'state'>[]): IncidentSummary {
  const counted = lists.map(({ state }) => state.allPressing ?? state.pressing);
  const critical = counted.reduce((sum, count) => sum + count.critical, 0);
  const offline = lists.filter(({ state }) => state.phase === 'offline').map(({ client }) => client.entry.name);
  return { critical, offline };
}
