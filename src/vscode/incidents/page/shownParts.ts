import { DESCRIPTION_LENGTH, MOST_ENTRIES } from '../../../core/incidents/shownIncident.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';

const SHORT_DESCRIPTION = 6000;
const FEW_ENTRIES = 50;
const SHORT_NOTE = 3000;

type Entry = ShownIncident['timeline'][number];

/** What a page shows of an incident's texts: the beginning of what is long, until everything is asked for. */
export interface ShownParts {
  readonly description: string;
  /** Whether more of the description can be shown, or the server sent more than is kept. */
  readonly descriptionRest: 'none' | 'hidden' | 'unknown';
  /** Newest first. */
  readonly entries: readonly (Entry & { readonly key: string })[];
  readonly entriesLeftOut: number;
  /** Whether the server may have sent older entries than are kept. */
  readonly entriesUnknown: boolean;
  /** Whether only the beginning of a note is shown. */
  readonly notesCut: boolean;
}

/** Chooses what is shown; `all` shows everything that is known. */
export function shownParts({ description, timeline }: ShownIncident, all: boolean): ShownParts {
  const short = all ? description : beginning(description, SHORT_DESCRIPTION);
  const entries = timeline.map((entry, index) => ({ ...entry, key: `${entry.at} ${index}` })).toReversed();
  const shown = all ? entries : entries.slice(0, FEW_ENTRIES);
  const cut = shown.map((entry) => ({ ...entry, text: all ? entry.text : beginning(entry.text, SHORT_NOTE) }));
  const isHidden = short !== description;
  const isTruncated = [...description].length === DESCRIPTION_LENGTH && description.endsWith('…');
  return {
    description: short,
    descriptionRest: isHidden ? 'hidden' : isTruncated ? 'unknown' : 'none',
    entries: cut,
    entriesLeftOut: entries.length - shown.length,
    entriesUnknown: timeline.length === MOST_ENTRIES,
    notesCut: cut.some(({ text }, index) => text !== shown[index]?.text),
  };
}

/** The text up to the last line break before `limit`, so that no block is torn apart where lines are short. */
function beginning(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const start = text.slice(0, limit);
  const end = start.lastIndexOf('\n');
  return `${end > limit / 2 ? start.slice(0, end) : start.replace(/[\ud800-\udbff]$/, '')}\n\n…`;
}
