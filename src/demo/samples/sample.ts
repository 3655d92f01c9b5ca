import type { Severity, Status } from '../../shared/incident.ts';

/** People of the made-up company, by the first part of their login. */
export type Author =
  | 'erin.alvarez'
  | 'victor.okafor'
  | 'mei.tanaka'
  | 'jonas.weber'
  | 'priya.nair'
  | 'sam.osei'
  | 'pagerduty'
  | 'synthetics';

/** An incident before it is placed in time. */
export interface Sample {
  readonly title: string;
  readonly severity: Severity;
  readonly status: Status;
  readonly service: string;
  /** Empty for nobody. */
  readonly assignee: Author | '';
  readonly by: Author;
  /** Hours between the report and the start of the demo. */
  readonly hoursAgo: number;
  readonly tags: readonly string[];
  /** Markdown. */
  readonly description: string;
  /** Minutes after the report, author, text. A text that tells of a changed field is a change, any other a note. */
  readonly timeline: readonly (readonly [number, Author, string])[];
}
