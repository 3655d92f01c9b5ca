import type { DataBlock } from '../../../core/chat/fencedData.ts';
import { incidentFacts } from '../../../core/chat/incidentFacts.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import type { IncidentReference } from '../../incidents/incidentReference.ts';
import type { FromServer } from './reach.ts';

type Found = readonly FromServer<readonly ShownIncident[]>[];

/** The incidents of each server as data for a model. */
export function dataOf(found: Found, limit: number, isWhole: boolean): readonly DataBlock[] {
  const each = Math.floor(limit / Math.max(found.length, 1));
  return found.map(({ client, value }) => ({
    from: client.entry.name,
    text: incidentFacts(value, each, isWhole),
    isTask: false,
  }));
}

/** What opens each of the incidents. */
export function referencesTo(found: Found): readonly IncidentReference[] {
  return found.flatMap(({ client, value }) => value.map(({ id }) => ({ serverId: client.id, id })));
}

/** How many incidents were found. */
export function countOf(found: Found): number {
  return found.reduce((count, { value }) => count + value.length, 0);
}
