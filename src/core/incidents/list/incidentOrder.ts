import { SEVERITIES } from '../../../shared/incident.ts';
import type { Sorting } from './arrangement.ts';
import type { IncidentNode } from './listNodes.ts';

/** Compares two nodes; never 0 for two different ones. */
export type CompareNodes = (one: IncidentNode, other: IncidentNode) => number;

const TITLES = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function byId(one: IncidentNode, other: IncidentNode): number {
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}

/** Known severities by how bad they are, words of a server below these. */
function weight({ incident: { severity } }: IncidentNode): number {
  return SEVERITIES.findIndex((known) => known === severity);
}

function resolved({ incident: { status } }: IncidentNode): number {
  return status === 'resolved' ? 1 : 0;
}

const COMPARE: Readonly<Record<Sorting, CompareNodes>> = {
  severity: (one, other) =>
    resolved(one) - resolved(other) || weight(other) - weight(one) || other.createdAt - one.createdAt,
  updated: (one, other) => other.updatedAt - one.updatedAt,
  created: (one, other) => other.createdAt - one.createdAt,
  title: (one, other) => TITLES.compare(one.incident.title, other.incident.title),
};

/** The order of incidents: what has no instant comes after what has one; equal ones stay in one order by their ids. */
export function orderOf(sorting: Sorting): CompareNodes {
  const compare = COMPARE[sorting];
  return (one, other) => compare(one, other) || byId(one, other);
}
