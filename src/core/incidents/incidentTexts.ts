/** What a line of text says of an incident. */
export interface IncidentLine {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly status: string;
}

const LISTED = /^- \[(?<id>[^\]]*)\] (?<title>.*) \((?<severity>[^(),]*), (?<status>[^(),]*)\)$/s;
const IN_OVERVIEW = /^\[(?<id>[^\]]*)\] (?<title>.*) — (?<severity>[^—()]*) \((?<status>[^()]*)\)$/s;
const CREATED = /\bcreated with id (?<id>.+?)(?: \(severity=|\.?$)/s;
const NOT_FOUND = /^Incident '.*' not found\.?$/s;
const NONE = /^No incidents (?:found|yet|matching)\b/;
const FOUND = /^Found \d+ incident\(s\):/;

/** The lines of a text, where a line that begins no incident belongs to the one before: titles may hold line breaks. */
function records(text: string, begins: (line: string) => boolean): readonly string[] {
  const found: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (begins(line)) found.push(line);
    else if (found.length > 0) found.push(`${found.pop() ?? ''}\n${line}`);
  }
  return found;
}

function parsed(record: string, pattern: RegExp): IncidentLine[] {
  const { id, title, severity, status } = pattern.exec(record.trim())?.groups ?? {};
  if (id === undefined || title === undefined || severity === undefined || status === undefined) return [];
  return [{ id, title, severity, status }];
}

/**
 * The incidents in a text answer of `list_incidents`: lines `- [ID] TITLE (SEVERITY, STATUS)` below
 * `Found N incident(s):`, or `No incidents found.`; undefined where the text is neither.
 */
export function parseIncidentList(text: string): readonly IncidentLine[] | undefined {
  const trimmed = text.trim();
  if (NONE.test(trimmed)) return [];
  const lines = records(trimmed, (line) => line.startsWith('- [')).flatMap((record) => withoutRest(record, LISTED));
  return lines.length > 0 || FOUND.test(trimmed) ? lines : undefined;
}

/** A record, without what may follow below the last one. */
function withoutRest(record: string, pattern: RegExp): IncidentLine[] {
  const whole = parsed(record, pattern);
  if (whole.length > 0) return whole;
  const [first = ''] = record.split('\n');
  return parsed(first, pattern);
}

/**
 * The incidents in the text of `incidents://all`: lines `[ID] TITLE — SEVERITY (STATUS)`, or `No incidents yet.`;
 * undefined where the text is neither.
 */
export function parseIncidentOverview(text: string): readonly IncidentLine[] | undefined {
  const trimmed = text.trim();
  if (NONE.test(trimmed) || trimmed === '') return [];
  const lines = records(trimmed, (line) => line.startsWith('['));
  const incidents = lines.flatMap((record) => withoutRest(record, IN_OVERVIEW));
  return incidents.length > 0 ? incidents : undefined;
}

/** The id in `Incident 'T' created with id N (severity=…, status=…).`; empty where the text names none. */
export function parseCreatedId(text: string): string {
  const afterTitle = text.slice(text.lastIndexOf("' created with id "));
  return CREATED.exec(afterTitle.trim())?.groups?.['id']?.trim() ?? '';
}

/** Whether a text is `Incident 'ID' not found.` */
export function isNotFoundText(text: string): boolean {
  return NOT_FOUND.test(text.trim());
}
