import type { IncidentSummary } from '../../statusBar.ts';
import type { ServerIncidents } from '../list/serverIncidents.ts';

/** What the status bar tells of all lists. */
export function summaryOf(lists: readonly Pick<ServerIncidents, 'client' | 'state'>[]): IncidentSummary {
  const incidents = lists.flatMap(({ state }) => state.incidents);
  const critical = incidents.filter(({ severity, status }) => severity === 'critical' && status !== 'resolved').length;
  const offline = lists.filter(({ state }) => state.phase === 'offline').map(({ client }) => client.entry.name);
  return { critical, offline };
}
