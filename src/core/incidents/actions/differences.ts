import type { ChangeField, ShownIncident } from '../incidentSource.ts';

const FIELDS: readonly ChangeField[] = ['status', 'severity', 'assignee'];

/** What is another than before: fields that can be changed, and how much was noted. */
export interface Differences {
  readonly fields: readonly ChangeField[];
  /** Notes that were added. */
  readonly notes: number;
  /** Whether title, description, service or tags are others. */
  readonly texts: boolean;
  /** Who changed it last, as far as the timeline tells; empty where it does not. */
  readonly by: string;
}

/** What became of an incident since it was seen. */
export function differences(seen: ShownIncident, now: ShownIncident): Differences {
  const fields = FIELDS.filter((field) => seen[field] !== now[field]);
  const added = addedTo(seen, now);
  const changes = added.filter(({ kind }) => kind === 'changed');
  const notes = added.filter(({ kind }) => kind === 'note');
  const by = (changes.at(-1) ?? notes.at(-1))?.author ?? '';
  return { fields, notes: notes.length, texts: textsOf(seen) !== textsOf(now), by };
}

/** Entries that are newer than what was seen: a row of the list has no timeline, but knows when it was changed last. */
function addedTo(seen: ShownIncident, now: ShownIncident): ShownIncident['timeline'] {
  const last = Date.parse(seen.timeline.at(-1)?.at ?? seen.updatedAt);
  return now.timeline.filter(({ at }) => Date.parse(at) > last);
}

function textsOf({ title, description, service, tags }: ShownIncident): string {
  return JSON.stringify([title, description, service, tags]);
}
