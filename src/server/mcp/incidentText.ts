import type { Incident } from '../../shared/incident.ts';

/** A text on one line: a title must not be able to fake a further line. */
export function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this removes
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}

/** A line of `list_incidents`. */
export function listLine({ id, title, severity, status }: Incident): string {
  return `- [${oneLine(id)}] ${oneLine(title)} (${severity}, ${status})`;
}

/** A line of `incidents://all`. */
export function overviewLine({ id, title, severity, status }: Incident): string {
  return `[${oneLine(id)}] ${oneLine(title)} — ${severity} (${status})`;
}

/** What is answered for an id that no incident has. */
export function notFoundText(id: string): string {
  return `Incident '${oneLine(id)}' not found.`;
}
