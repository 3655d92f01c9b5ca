import assert from 'node:assert/strict';
import { newsOf, type NewsRules, type SeenIncident } from '../../../../src/core/incidents/live/incidentNews.ts';
import type { ShownIncident } from '../../../../src/core/incidents/incidentSource.ts';
import { incidentWith } from '../../../integration/support/incidents.ts';

const SINCE = Date.parse('2026-11-20T09:00:00.000Z');
const RULES: NewsRules = { minimum: 'high', since: SINCE };

function told(seen: readonly SeenIncident[], rules: Partial<NewsRules> = {}): readonly string[] {
  return newsOf(seen, { ...RULES, ...rules }).map(({ kind, incident }) => `${kind} ${incident.id}`);
}

function incident(fields: Partial<ShownIncident> = {}): ShownIncident {
  return { ...incidentWith(), id: '1', ...fields };
}

describe('news of incidents', () => {
  it('are those that came since, at or above the severity that was chosen', () => {
    assert.deepEqual(told([{ incident: incident() }]), ['new 1']);
    assert.deepEqual(told([{ incident: incident({ severity: 'medium' }) }]), []);
    assert.deepEqual(told([{ incident: incident({ severity: 'medium' }) }], { minimum: 'medium' }), ['new 1']);
  });

  it('are not old ones that changed and were not seen before', () => {
    assert.deepEqual(told([{ incident: incident({ createdAt: '2026-11-20T08:59:00.000Z' }) }]), []);
  });

  it('are all unseen ones of a server that sends no instants', () => {
    assert.deepEqual(told([{ incident: incident({ createdAt: '' }) }]), ['new 1']);
  });

  it('are those whose severity rose, or that were reopened', () => {
    const before = incident({ severity: 'medium' });
    assert.deepEqual(told([{ incident: incident(), before }]), ['worsened 1']);
    assert.deepEqual(told([{ incident: incident(), before: incident({ severity: 'critical' }) }]), []);
    assert.deepEqual(told([{ incident: incident(), before: incident({ status: 'resolved' }) }]), ['worsened 1']);
    assert.deepEqual(told([{ incident: incident({ title: 'Another' }), before: incident() }]), []);
  });

  it('are never resolved ones, of an unknown severity, or created by the person', () => {
    assert.deepEqual(told([{ incident: incident({ status: 'resolved' }) }]), []);
    assert.deepEqual(told([{ incident: incident({ severity: 'sev0' }) }], { minimum: 'low' }), []);
    assert.deepEqual(told([{ incident: incident() }], { me: 'ada@example.com' }), []);
    assert.deepEqual(told([{ incident: incident() }], { me: 'grace@example.com' }), ['new 1']);
  });

  it('begin with the most severe', () => {
    const seen = [{ incident: incident({ id: 'a' }) }, { incident: incident({ id: 'b', severity: 'critical' }) }];
    assert.deepEqual(told(seen), ['new b', 'new a']);
  });
});
