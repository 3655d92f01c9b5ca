import type { IncidentRow } from './incidentRows.ts';
import type { IncidentChange } from './incidentStore.ts';

/** What a change would do to an incident, as sentences for its timeline; empty where it changes nothing. */
export function describeChange(before: IncidentRow, change: IncidentChange): string[] {
  const sentences: string[] = [];
  const words = { severity: 'Severity', status: 'Status', assignee: 'Assignee', service: 'Service' } as const;
  for (const field of ['status', 'severity', 'assignee', 'service'] as const) {
    const to = change[field];
    if (to === undefined || to === before[field]) continue;
    sentences.push(`${words[field]} changed from ${before[field] || 'none'} to ${to || 'none'}.`);
  }
  if (change.title !== undefined && change.title !== before.title) sentences.push(`Title was: ${before.title}`);
  if (change.description !== undefined && change.description !== before.description) {
    sentences.push('Description changed.');
  }
  if (change.tags !== undefined && change.tags.join('\n') !== before.tags.join('\n')) {
    sentences.push(`Tags are now: ${change.tags.join(', ') || 'none'}.`);
  }
  return sentences;
}
