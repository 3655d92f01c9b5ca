import { SEVERITIES, STATUSES } from '../../../shared/incident.ts';
import type { Grouping } from './arrangement.ts';

const NAMES = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const KNOWN: Partial<Readonly<Record<Grouping, readonly string[]>>> = {
  severity: SEVERITIES.toReversed(),
  status: STATUSES,
};

/** Known words in their order, the worst severity first; then other words by alphabet; nothing at the end. */
export function compareGroups(groupBy: Grouping, one: string, other: string): number {
  const known = KNOWN[groupBy] ?? [];
  const place = (value: string): number => {
    if (value === '') return known.length + 1;
    return known.includes(value) ? known.indexOf(value) : known.length;
  };
  return place(one) - place(other) || NAMES.compare(one, other) || (one < other ? -1 : Number(one > other));
}
