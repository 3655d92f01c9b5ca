import type { ShownIncident } from '../incidents/incidentSource.ts';

/** Characters of a description in a list, where the whole one is not asked for. */
const SHORT_LENGTH = 600;

/**
 * Incidents as lines of JSON for a language model, as many as `limit` characters hold, with how many are missing.
 * `isWhole` has each with its whole description and timeline.
 */
export function incidentFacts(incidents: readonly ShownIncident[], limit: number, isWhole: boolean): string {
  const lines: string[] = [];
  let size = 0;
  for (const incident of incidents) {
    const line = JSON.stringify(isWhole ? withoutNothing(incident) : shortened(incident));
    size += line.length + 1;
    if (size > limit && lines.length > 0) break;
    lines.push(line.slice(0, limit));
  }
  const missing = incidents.length - lines.length;
  if (incidents.length === 0) return 'There are none.';
  return missing === 0 ? lines.join('\n') : `${lines.join('\n')}\n(and ${missing} more that did not fit)`;
}

function shortened({ timeline: _timeline, description, ...incident }: ShownIncident): object {
  const isLong = description.length > SHORT_LENGTH;
  return withoutNothing({
    ...incident,
    description: isLong ? `${description.slice(0, SHORT_LENGTH).toWellFormed()}…` : description,
  });
}

function withoutNothing(incident: object): object {
  const entries = Object.entries(incident).filter(([, value]) => value !== '' && !isEmptyList(value));
  return Object.fromEntries(entries);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
