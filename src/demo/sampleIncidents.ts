import type { Incident, TimelineEntry } from '../shared/incident.ts';
import { DATA_SAMPLES } from './samples/data.ts';
import { EDGE_SAMPLES } from './samples/edge.ts';
import { PAYMENT_SAMPLES } from './samples/payments.ts';
import { PLATFORM_SAMPLES } from './samples/platform.ts';
import type { Author, Sample } from './samples/sample.ts';

const FIRST_NUMBER = 1001;

function login(author: Author | ''): string {
  return author === '' ? '' : `${author}@example.com`;
}

function incidentOf(sample: Sample, id: string, now: number): Incident {
  const createdAt = now - sample.hoursAgo * 3_600_000;
  const at = (minutes: number): string => new Date(createdAt + minutes * 60_000).toISOString();
  const created: TimelineEntry = { at: at(0), author: login(sample.by), kind: 'created', text: 'Incident created.' };
  const entries = sample.timeline.map(([minutes, author, text]): TimelineEntry => ({
    at: at(minutes),
    author: login(author),
    kind: /^\w+ changed from /.test(text) ? 'changed' : 'note',
    text,
  }));
  return {
    id,
    title: sample.title,
    description: sample.description,
    severity: sample.severity,
    status: sample.status,
    service: sample.service,
    assignee: login(sample.assignee),
    createdBy: login(sample.by),
    createdAt: created.at,
    updatedAt: (entries.at(-1) ?? created).at,
    tags: [...sample.tags],
    timeline: [created, ...entries],
  };
}

/**
 * The demo's incidents, oldest first, as if they had happened in the three weeks before `now` (milliseconds since
 * 1970).
 */
export function sampleIncidents(now: number): readonly Incident[] {
  return [...EDGE_SAMPLES, ...PAYMENT_SAMPLES, ...PLATFORM_SAMPLES, ...DATA_SAMPLES]
    .toSorted((left, right) => right.hoursAgo - left.hoursAgo)
    .map((sample, index) => incidentOf(sample, `INC-${FIRST_NUMBER + index}`, now));
}
