import assert from 'node:assert/strict';
import {
  isNotFoundText,
  parseCreatedId,
  parseIncidentList,
  parseIncidentOverview,
} from '../../../src/core/incidents/incidentTexts.ts';

describe('the text of list_incidents', () => {
  const lists: readonly (readonly [string, string, readonly (readonly string[])[] | undefined])[] = [
    ['no incidents', 'No incidents found.', []],
    ['no match', "No incidents matching severity='high', status='open'.", []],
    ['none yet', 'No incidents yet.', []],
    ['one', 'Found 1 incident(s):\n- [1] Fire (high, open)', [['1', 'Fire', 'high', 'open']]],
    ['brackets in a title', '- [a-1] [prod] Fire (again) (low, open)', [['a-1', '[prod] Fire (again)', 'low', 'open']]],
    ['words after the last', 'Found 1 incident(s):\n- [1] A (low, open)\n(2 match.)', [['1', 'A', 'low', 'open']]],
    [
      'a line break in a title',
      '- [1] A\nB (low, open)\n- [2] C (high, open)',
      [
        ['1', 'A\nB', 'low', 'open'],
        ['2', 'C', 'high', 'open'],
      ],
    ],
    ['Windows line ends', 'Found 1 incident(s):\r\n- [1] A (low, open)\r\n', [['1', 'A', 'low', 'open']]],
    ['an empty title', '- [1]  (low, open)', [['1', '', 'low', 'open']]],
    ['words of its own', 'Found 1 incident(s):\n- [1] A (SEV 0, on fire)', [['1', 'A', 'SEV 0', 'on fire']]],
    ['a line that is none', 'Found 2 incident(s):\n- [1] A (low, open)\n- [2] B', [['1', 'A', 'low', 'open']]],
    ['something else', 'The weather is fine.', undefined],
    ['nothing', '', undefined],
  ];
  for (const [what, text, expected] of lists) {
    it(`may hold ${what}`, () =>
      assert.deepEqual(
        parseIncidentList(text)?.map(({ id, title, severity, status }) => [id, title, severity, status]),
        expected,
      ));
  }
});

describe('the text of incidents://all', () => {
  const overviews: readonly (readonly [string, string, readonly (readonly string[])[] | undefined])[] = [
    ['none yet', 'No incidents yet.', []],
    [
      'some',
      '[1] Fire — HIGH (open)\n[2] Slow — low (resolved)',
      [
        ['1', 'Fire', 'HIGH', 'open'],
        ['2', 'Slow', 'low', 'resolved'],
      ],
    ],
    ['dashes and parentheses in a title', '[1] A — b (c) — LOW (open)', [['1', 'A — b (c)', 'LOW', 'open']]],
    [
      'words after the last',
      "[1] A — low (open)\n(The newest 1 of 2. The rest: list_incidents with cursor='x'.)",
      [['1', 'A', 'low', 'open']],
    ],
    ['something else', '<html>', undefined],
  ];
  for (const [what, text, expected] of overviews) {
    it(`may hold ${what}`, () =>
      assert.deepEqual(
        parseIncidentOverview(text)?.map(({ id, title, severity, status }) => [id, title, severity, status]),
        expected,
      ));
  }
});

describe('the text of create_incident', () => {
  const texts = [
    ["Incident 'Fire' created with id 7 (severity=high, status=open).", '7'],
    ["Incident 'x' created with id 9 (severity=' created with id INC-3 (severity=low, status=open).", 'INC-3'],
    ["Incident 'Fire' created with id 7.", '7'],
    ['Done.', ''],
  ] as const;
  for (const [text, id] of texts) it(`names ${id || 'no id'}: ${text}`, () => assert.equal(parseCreatedId(text), id));
});

describe('the text for an unknown id', () => {
  it('is recognised', () => {
    assert.equal(isNotFoundText("Incident '7' not found."), true);
    assert.equal(isNotFoundText('{"title":"Incident \'7\' not found."}'), false);
  });
});
