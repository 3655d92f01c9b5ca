import type { ShownIncident } from '../incidentSource.ts';

/** How many incidents need somebody, by severity: those that are not resolved. */
export interface Pressing {
  readonly critical: number;
  readonly high: number;
}

/** Where there are none. */
export const NONE_PRESSING: Pressing = { critical: 0, high: 0 };

/** Whether an incident needs somebody: critical or high, and not resolved. */
export function isPressing({ severity, status }: ShownIncident): boolean {
  return (severity === 'critical' || severity === 'high') && status !== 'resolved';
}

/** Counts the incidents that need somebody. */
export function pressingAmong(incidents: readonly ShownIncident[]): Pressing {
  return incidents.reduce((before, incident) => pressingAfter(before, undefined, incident), NONE_PRESSING);
}

/** The count after one incident came (no `before`), went (no `after`) or changed. */
export function pressingAfter(
  { critical, high }: Pressing,
  before: ShownIncident | undefined,
  after: ShownIncident | undefined,
): Pressing {
  const more = (severity: string): number => Number(isOne(after, severity)) - Number(isOne(before, severity));
  return { critical: Math.max(critical + more('critical'), 0), high: Math.max(high + more('high'), 0) };
}

function isOne(incident: ShownIncident | undefined, severity: string): boolean {
  return incident?.severity === severity && isPressing(incident);
}
