import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import type { IncidentSummary } from '../../statusBar.ts';
import type { ServerIncidents } from '../list/serverIncidents.ts';

/** What the status bar tells of all lists. */
export function summaryOf(
  lists: readonly Pick<ServerIncidents, 'client' | 'state' | 'activeFilter'>[],
): IncidentSummary {
  const critical = lists.map(criticalOf).reduce((sum, count) => sum + count, 0);
  const offline = lists.filter(({ state }) => state.phase === 'offline').map(({ client }) => client.entry.name);
  return { critical, offline };
}

/** By the server's word, where it counts and nothing is filtered; else of the loaded rows. */
function criticalOf({ state, activeFilter }: Pick<ServerIncidents, 'state' | 'activeFilter'>): number {
  const counted = activeFilter ? undefined : state.counts?.unresolved?.critical;
  return counted ?? state.incidents.filter(isOpenCritical).length;
}

function isOpenCritical({ severity, status }: ShownIncident): boolean {
  return severity === 'critical' && status !== 'resolved';
}
