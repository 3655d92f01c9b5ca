import type { Incident } from '../../../src/shared/incident.ts';

/** An incident with these fields over those of an ordinary one. */
export function incidentWith(fields: Partial<Incident> = {}): Incident {
  return {
    id: 'INC-2000',
    title: 'Checkout answers slowly',
    description: 'p95 above 4 s since 09:10.',
    severity: 'high',
    status: 'open',
    service: 'checkout',
    assignee: '',
    createdBy: 'ada@example.com',
    createdAt: '2026-11-20T09:12:00.000Z',
    updatedAt: '2026-11-20T09:12:00.000Z',
    tags: ['latency'],
    timeline: [],
    ...fields,
  };
}
