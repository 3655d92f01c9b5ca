/** How long ago something was, in the largest unit that fits. */
export interface Age {
  readonly unit: 'minute' | 'hour' | 'day';
  /** Whole units; 0 minutes is just now. */
  readonly count: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The age of an RFC 3339 instant at `now` (milliseconds since 1970); undefined where it is none. */
export function ageOf(instant: string, now: number): Age | undefined {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return undefined;
  const passed = Math.max(now - at, 0);
  if (passed < HOUR) return { unit: 'minute', count: Math.floor(passed / MINUTE) };
  if (passed < DAY) return { unit: 'hour', count: Math.floor(passed / HOUR) };
  return { unit: 'day', count: Math.floor(passed / DAY) };
}
