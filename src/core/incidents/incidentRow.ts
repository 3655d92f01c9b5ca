import { ageOf } from './age.ts';
import type { Age } from './age.ts';
import type { ShownIncident } from './incidentSource.ts';

/** The words of the face that rows are put together from. */
export interface IncidentWords {
  /** A status in the person's language. */
  readonly status: (status: string) => string;
  /** In a few letters, such as `5m`. */
  readonly age: (age: Age) => string;
  /** As it is read out, such as `5 minutes ago`. */
  readonly spokenAge: (age: Age) => string;
  /** For an incident without a title. */
  readonly untitled: string;
}

/** One line of a row's tooltip; the face has the words for its name. */
export interface TooltipPart {
  readonly name:
    'id' | 'severity' | 'status' | 'service' | 'assignee' | 'createdBy' | 'createdAt' | 'updatedAt' | 'tags';
  readonly value: string;
}

/** What a row says. */
export interface RowText {
  /** The title, as much of it as leaves room for the rest in a side bar of the usual width. */
  readonly label: string;
  readonly title: string;
  /** Age · status · service: what is cut off first is what one needs least. */
  readonly description: string;
  /** The same as it is read out. */
  readonly spoken: string;
}

/** Characters of a title in a row: a longer one would push everything else out of sight. */
const LABEL = 24;

/** What the row of an incident says at `now`, in milliseconds since 1970. */
export function rowText(incident: ShownIncident, now: number, words: IncidentWords): RowText {
  const { status, service } = incident;
  const title = incident.title || words.untitled;
  const age = ageOf(incident.updatedAt, now);
  const facts = (ageWords: IncidentWords['age']) =>
    [age ? ageWords(age) : '', words.status(status), service].filter((fact) => fact !== '');
  const [description, spoken] = [facts(words.age).join(' · '), facts(words.spokenAge).join(', ')];
  return { label: shortened(title), title, description, spoken };
}

/** The facts of an incident that are known, for its tooltip. */
export function tooltipOf(incident: ShownIncident): readonly TooltipPart[] {
  const names = ['id', 'severity', 'status', 'service', 'assignee', 'createdBy', 'createdAt', 'updatedAt'] as const;
  const parts: TooltipPart[] = names.map((name) => ({ name, value: incident[name] }));
  return [...parts, { name: 'tags' as const, value: incident.tags.join(', ') }].filter(({ value }) => value !== '');
}

/** Cut at the end of a word where one ends near the limit. */
function shortened(title: string): string {
  if (title.length <= LABEL) return title;
  // No more than may be shown: a character takes two places at most, and rows are made for many titles at once.
  const characters = [...title.slice(0, 2 * LABEL + 2)];
  if (characters.length <= LABEL) return title;
  const cut = characters.slice(0, LABEL - 1).join('');
  const end = cut.lastIndexOf(' ');
  return `${(end > cut.length / 2 ? cut.slice(0, end) : cut).trimEnd()}…`;
}
