import { NONE, TRIAGE_FILTERS, type TriageFilter } from '../../../shared/names.ts';

/** Which incidents a list shows: those with one of the values of each field, and with all words of the text. */
export interface ListFilter extends Readonly<Record<Exclude<TriageFilter, 'text'>, readonly string[]>> {
  readonly text: string;
}

/**
 * The arguments by which `triage_incidents` leaves out what a list does not show; `known` are the prompt's own.
 * Undefined where the list shows all, and where the prompt cannot filter like that.
 */
export function triageArguments(
  filter: ListFilter,
  known: readonly string[],
): Readonly<Partial<Record<TriageFilter, string>>> | undefined {
  const values = TRIAGE_FILTERS.map((name) => [name, argumentOf(filter[name])] as const);
  const given = values.filter(([, value]) => value !== '');
  const canFilter = given.length > 0 && given.every(([name]) => known.includes(name));
  return canFilter ? Object.fromEntries(given) : undefined;
}

function argumentOf(value: string | readonly string[]): string {
  return typeof value === 'string' ? value.trim() : value.map((one) => one || NONE).join(',');
}
