import assert from 'node:assert/strict';
import { parseIncidentFile } from '../../../src/server/import/parseIncidentFile.ts';

const NOW = '2026-11-20T10:00:00.000Z';
const parse = (value: unknown) => parseIncidentFile(JSON.stringify(value), NOW);

describe('a file of incidents', () => {
  it("is that of the template's server, which has four fields of each by its id", () => {
    const [incident, ...others] = parse({
      1: { id: '1', title: 'Database connection timeout', severity: 'critical', status: 'open' },
      2: { title: 'No id inside', severity: 'HIGH' },
    });
    assert.deepEqual(incident, {
      ...{ id: '1', title: 'Database connection timeout', severity: 'critical', status: 'open' },
      ...{ description: '', service: '', assignee: '', tags: [], createdBy: '', timeline: [] },
      ...{ createdAt: NOW, updatedAt: NOW },
    });
    assert.deepEqual(
      others.map(({ id, severity, status }) => [id, severity, status]),
      [['2', 'high', 'open']],
    );
  });

  it('is a list too, with all that is known', () => {
    const [incident] = parse([{ id: 7, title: 'x', createdAt: '2026-11-01T10:00:00+01:00', tags: ['a'] }]);
    assert.deepEqual([incident?.id, incident?.updatedAt, incident?.tags], ['7', '2026-11-01T10:00:00+01:00', ['a']]);
  });

  it('may begin with a byte order mark', () => {
    assert.deepEqual(parseIncidentFile('\uFEFF[]', NOW), []);
  });

  for (const [name, text, problem] of [
    ['no JSON', '{', /not JSON/],
    ['a text', '"x"', /neither a list/],
    ['an unknown severity', '[{"id":"1","title":"x","severity":"sev1"}]', /incident 1: severity must be one of low,/],
    ['no title', '{"1":{"id":"1"}}', /incident 1: title /],
    ['something else than incidents', '[1]', /incident 1: it /],
    ['an unknown instant', '[{"id":"1","title":"x","createdAt":"today"}]', /createdAt must be an instant/],
  ] as const) {
    it(`is refused with a word on what is wrong where it holds ${name}`, () => {
      assert.throws(() => parseIncidentFile(text, NOW), problem);
    });
  }
});
