import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { sampleIncidents } from '../../../src/demo/sampleIncidents.ts';
import { SEVERITIES, STATUSES, incidentSchema } from '../../../src/shared/incident.ts';

const NOW = Date.parse('2030-05-06T07:08:09Z');

describe('the sample incidents', () => {
  const incidents = sampleIncidents(NOW);

  it('are at least thirty, with every severity in every status and ids of their own', () => {
    assert.ok(incidents.length >= 30);
    assert.equal(new Set(incidents.map(({ id }) => id)).size, incidents.length);
    for (const incident of incidents) assert.deepEqual(incidentSchema.parse(incident), incident);
    for (const severity of SEVERITIES) {
      for (const status of STATUSES) {
        assert.ok(
          incidents.some((one) => one.severity === severity && one.status === status),
          `${severity} ${status}`,
        );
      }
    }
  });

  it('happened in the three and a half weeks before the start, oldest first, nothing in the future', () => {
    const instants = incidents.map(({ createdAt }) => Date.parse(createdAt));
    assert.deepEqual(
      instants,
      instants.toSorted((left, right) => left - right),
    );
    assert.ok((instants[0] ?? 0) > NOW - 25 * 24 * 3_600_000);
    for (const { id, updatedAt, timeline } of incidents) {
      const entries = timeline.map(({ at }) => at);
      assert.deepEqual(entries, entries.toSorted(), id);
      assert.equal(updatedAt, entries.at(-1), id);
      assert.ok(Date.parse(updatedAt) <= NOW, id);
    }
  });

  it('tell in their timeline how they came to their status', () => {
    for (const { id, status, timeline } of incidents) {
      const last = timeline.findLast(({ text }) => text.startsWith('Status changed'))?.text ?? 'to open.';
      assert.ok(last.endsWith(`to ${status}.`), id);
    }
  });
});
