import { SEVERITIES } from '../../shared/incident.ts';
import type { Severity } from '../../shared/incident.ts';
import { ageOf } from './age.ts';
import type { Age } from './age.ts';
import type { IncidentPage, ShownIncident } from './incidentSource.ts';

/** The words of the face that rows are put together from. */
export interface IncidentWords {
  /** A status in the person's language. */
  readonly status: (status: string) => string;
  /** Such as `5 min ago`. */
  readonly age: (age: Age) => string;
  /** For an incident without a title. */
  readonly untitled: string;
}

/** One line of a row's tooltip; the face has the words for its name. */
export interface TooltipPart {
  readonly name:
    'id' | 'severity' | 'status' | 'service' | 'assignee' | 'createdBy' | 'createdAt' | 'updatedAt' | 'tags';
  readonly value: string;
}

/** A row of the tree. */
export interface IncidentRow {
  readonly kind: 'incident';
  /** Unique among the nodes of one server, and the same at each load. */
  readonly id: string;
  readonly label: string;
  /** Status · service · age. */
  readonly description: string;
  readonly severity: string;
  readonly status: string;
  readonly resolved: boolean;
  /** Whether the row is what was last known, and may have changed since. */
  readonly stale: boolean;
  readonly tooltip: readonly TooltipPart[];
  readonly incident: ShownIncident;
}

/** The incidents of one severity. */
export interface SeverityGroup {
  readonly kind: 'group';
  readonly id: string;
  /** Empty where the server sent none. */
  readonly severity: string;
  /** How many there are, those of pages not loaded included where the server counts them. */
  readonly count: number;
  readonly rows: readonly IncidentRow[];
}

/** Loads the next page. */
export interface MoreNode {
  readonly kind: 'more';
  readonly id: string;
  readonly cursor: string;
  /** How many are not loaded yet, where the server counts them. */
  readonly remaining?: number;
}

/** A node of the sidebar below a server. */
export type IncidentNode = SeverityGroup | MoreNode;

const WORST_FIRST: readonly Severity[] = SEVERITIES.toReversed();

/** The nodes for what is known of a server's incidents at `now`, in milliseconds since 1970. */
export function incidentNodes(
  page: IncidentPage,
  options: { readonly now: number; readonly words: IncidentWords; readonly stale?: boolean },
): readonly IncidentNode[] {
  const { incidents, counts, nextCursor } = page;
  const rows = incidents.map((incident, index) => rowOf(incident, index, options)).toSorted(byUrgency);
  const groups = severities(page).map((severity): SeverityGroup => {
    const own = rows.filter((row) => row.severity === severity);
    return { kind: 'group', id: `group/${severity}`, severity, count: countOf(severity, own.length, page), rows: own };
  });
  if (nextCursor === undefined) return groups;
  const remaining = counts ? { remaining: Math.max(counts.total - incidents.length, 0) } : {};
  return [...groups, { kind: 'more', id: 'more', cursor: nextCursor, ...remaining }];
}

function isKnown(severity: string): severity is Severity {
  return WORST_FIRST.some((known) => known === severity);
}

/** Those that have incidents, loaded or counted; words that are not among the known ones come last. */
function severities(page: IncidentPage): readonly string[] {
  const loaded = new Set(page.incidents.map(({ severity }) => severity));
  const known = WORST_FIRST.filter((severity) => loaded.has(severity) || countOf(severity, 0, page) > 0);
  const unknown = [...loaded].filter((severity) => !isKnown(severity)).toSorted((a, b) => a.localeCompare(b));
  return [...known, ...unknown.filter((severity) => severity !== ''), ...unknown.filter((severity) => severity === '')];
}

function countOf(severity: string, loaded: number, { counts }: IncidentPage): number {
  return counts && isKnown(severity) ? Math.max(counts.bySeverity[severity], loaded) : loaded;
}

function rowOf(
  incident: ShownIncident,
  index: number,
  { now, words, stale = false }: { now: number; words: IncidentWords; stale?: boolean },
): IncidentRow {
  const { id, title, severity, status, service, updatedAt } = incident;
  const age = ageOf(updatedAt, now);
  const description = [words.status(status), service, age ? words.age(age) : ''].filter((part) => part !== '');
  return {
    kind: 'incident',
    id: id === '' ? `unnamed/${index}` : `incident/${id}`,
    label: title || words.untitled,
    description: description.join(' · '),
    severity,
    status,
    resolved: status === 'resolved',
    stale,
    tooltip: tooltipOf(incident),
    incident,
  };
}

function tooltipOf(incident: ShownIncident): readonly TooltipPart[] {
  const names = ['id', 'severity', 'status', 'service', 'assignee', 'createdBy', 'createdAt', 'updatedAt'] as const;
  const parts: TooltipPart[] = names.map((name) => ({ name, value: incident[name] }));
  return [...parts, { name: 'tags' as const, value: incident.tags.join(', ') }].filter(({ value }) => value !== '');
}

/** What still burns first, then what changed last; what has no instant comes after, in the server's order. */
function byUrgency(a: IncidentRow, b: IncidentRow): number {
  if (a.resolved !== b.resolved) return a.resolved ? 1 : -1;
  const [first, second] = [a, b].map(({ incident }) => Date.parse(incident.updatedAt) || 0);
  return (second ?? 0) - (first ?? 0);
}
