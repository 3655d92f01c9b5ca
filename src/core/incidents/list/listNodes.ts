import type { ShownIncident } from '../incidentSource.ts';
import type { Grouping } from './arrangement.ts';
import type { SortedBlocks } from './sortedBlocks.ts';

/** Characters of a description that a list keeps: enough for the hover, and little enough for 100,000 rows. */
const EXCERPT = 300;

/**
 * An incident of a server in a list. The object is the same as long as the incident is in the list: by it an editor knows
 * the row again.
 */
export interface IncidentNode {
  readonly kind: 'incident';
  /** Unique in the list, and the same at each load. */
  readonly id: string;
  readonly serverId: string;
  readonly incident: ShownIncident;
  /** Milliseconds since 1970; 0 for none. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** An incident whose list may change it. */
export type ChangingNode = { -readonly [Field in keyof IncidentNode]: IncidentNode[Field] };

/** The incidents with one value of what is grouped by; all of them where nothing is. */
export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly groupBy: Grouping;
  /** Empty where the incidents have none; the server's id where they are grouped by server. */
  readonly value: string;
  readonly rows: SortedBlocks<IncidentNode>;
  /** How many of the rows are of which server. */
  readonly servers: Map<string, number>;
  /** How many of the rows are not resolved. */
  unresolved: number;
  /** How many rows are shown at most. */
  shown: number;
}

/** The incident as a list keeps it. */
export function keptIncident(incident: ShownIncident): ShownIncident {
  const { description, timeline } = incident;
  if (timeline.length === 0 && description.length <= EXCERPT) return incident;
  const excerpt = description.length <= EXCERPT ? description : `${description.slice(0, EXCERPT).toWellFormed()}…`;
  return { ...incident, description: excerpt, timeline: [] };
}

/** Makes an incident's node. */
export function incidentNode(id: string, serverId: string, incident: ShownIncident): ChangingNode {
  return { kind: 'incident', id, serverId, ...contentOf(incident) };
}

/** What changes of a node with its incident. */
export function contentOf(incident: ShownIncident): Pick<IncidentNode, 'incident' | 'createdAt' | 'updatedAt'> {
  const { createdAt, updatedAt } = incident;
  return {
    incident: keptIncident(incident),
    createdAt: Date.parse(createdAt) || 0,
    updatedAt: Date.parse(updatedAt) || 0,
  };
}

/** Whether two incidents are shown alike. */
export function isSameIncident(one: ShownIncident, other: ShownIncident): boolean {
  const texts = ['title', 'severity', 'status', 'service', 'assignee', 'createdBy', 'createdAt', 'updatedAt'] as const;
  return (
    texts.every((field) => one[field] === other[field]) &&
    one.description === other.description &&
    one.tags.join('\n') === other.tags.join('\n')
  );
}
