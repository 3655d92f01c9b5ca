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

  it("may hold the list as `incidents`, as the server's own answers do", () => {
    const list = [{ id: '1', title: 'x' }];
    assert.deepEqual(parse({ incidents: list, counts: { total: 1 } }), parse(list));
  });

  it('is refused with every problem on a line of its own', () => {
    assert.throws(() => parse([{ id: '1', title: '' }, { id: '2' }, { title: 'x' }]), {
      message: [
        'has what cannot be imported:',
        'incident 1 (1): title must not be empty',
        'incident 2 (2): title is missing',
        'incident 3: id is missing',
      ].join('\n'),
    });
  });

  for (const [name, text, problem] of [
    ['nothing', '', / is empty$/],
    ['no JSON', '{', /not JSON: .*position 1/],
    ['a text', '"x"', /holds neither a list/],
    ['an object with something else', '{"items":[{"id":"1","title":"x"}]}', /holds neither a list/],
    ['one incident alone', '{"id":"1","title":"x"}', /holds neither a list/],
    ['an id twice', '[{"id":"inc-1","title":"x"},{"id":"INC-1","title":"y"}]', /2 \(INC-1\): id is that of incident 1/],
    ['a title too long', `[{"id":"1","title":"${'x'.repeat(201)}"}]`, /title must have at most 200 characters$/],
    ['a title that is no text', '[{"id":"1","title":["x"]}]', /title must be a string$/],
    ['too many tags', `[{"id":"1","title":"x","tags":${JSON.stringify(Array(21).fill('t'))}}]`, /at most 20 entries$/],
    [
      'an unknown kind',
      '[{"id":"1","title":"x","timeline":[{"at":"2026-11-20T10:00:00Z","author":"a","kind":"k","text":""}]}]',
      /timeline\.0\.kind must be one of created, changed, note/,
    ],
    [
      'a note at no instant',
      '[{"id":"1","title":"x","timeline":[{"at":"now","author":"a","kind":"note","text":""}]}]',
      /timeline\.0\.at must be an instant/,
    ],
    [
      'an unknown severity',
      '[{"id":"1","title":"x","severity":"sev1"}]',
      /incident 1 \(1\): severity must be one of low, medium, high, critical, and is "sev1"$/,
    ],
    [
      'misspelt fields',
      '[{"id":"1","title":"x","sevrity":"high","Status":"open","created_at":"2026-11-20T10:00:00Z"}]',
      /1 \(1\): sevrity is .*is severity meant\?\n.*Status is .*is status meant\?\n.*created_at is .*is createdAt meant\?$/,
    ],
    ['a field of somebody else', '{"1":{"title":"x","priority":1}}', /incident 1 \(1\): priority is an unknown field$/],
    [
      'a misspelt field of a note',
      '[{"id":"1","title":"x","timeline":[{"at":"2026-11-20T10:00:00Z","author":"a","kind":"note","text":"","txt":""}]}]',
      /timeline\.0\.txt is an unknown field: is text meant\?$/,
    ],
    ['no title', '{"1":{"id":"1"}}', /incident 1 \(1\): title is missing$/],
    ['something else than incidents', '[1]', /incident 1: it must be an object$/],
    ['an unknown instant', '[{"id":"1","title":"x","createdAt":"today"}]', /createdAt must be an instant/],
  ] as const) {
    it(`is refused with a word on what is wrong where it holds ${name}`, () => {
      assert.throws(() => parseIncidentFile(text, NOW), problem);
    });
  }
});
