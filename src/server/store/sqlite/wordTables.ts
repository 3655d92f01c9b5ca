import { SEVERITIES, STATUSES } from '../../../shared/incident.ts';

/** Where the words of the incidents of one severity and status are, each a position. */
export interface WordTable {
  readonly table: string;
  readonly severity: number;
  readonly status: number;
}

/** A table for each severity and status, since to count what is found in a whole table takes FTS5 the least time. */
export const WORD_TABLES: readonly WordTable[] = SEVERITIES.flatMap((_, severity) =>
  STATUSES.map((__, status) => ({ table: `incident_words_${severity}_${status}`, severity, status })),
);

/** What begins the words that stand for a whole name. People's words never have it, since it separates them. */
export const NAME_SIGN = 0x85;
/** What follows that sign. */
export const NAME_LETTERS = { service: 's', assignee: 'a' } as const;

/** The word that the whole of a service's or an assignee's name, in lower case, is found by. */
export function nameWord(field: keyof typeof NAME_LETTERS, lowerName: string): string {
  return `${String.fromCodePoint(NAME_SIGN)}${NAME_LETTERS[field]}${Buffer.from(lowerName).toString('hex')}`;
}
