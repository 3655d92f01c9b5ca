import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_ARRANGEMENT } from '../../../../src/core/incidents/list/arrangement.ts';
import { NO_FILTER } from '../../../../src/core/incidents/list/incidentFilter.ts';
import { filterSetting, LIST_SETTINGS, parseWishes } from '../../../../src/vscode/incidents/filter/parseWishes.ts';

type Values = Partial<Record<keyof typeof LIST_SETTINGS, unknown>>;

function read({ groupBy, sortBy, filter }: Values) {
  const values = new Map<string, unknown>([
    [LIST_SETTINGS.groupBy, groupBy],
    [LIST_SETTINGS.sortBy, sortBy],
    [LIST_SETTINGS.filter, filter],
  ]);
  return parseWishes((setting) => values.get(setting));
}

const filters = fc.record(
  {
    text: fc.string().map((text) => text.trim()),
    severity: fc.array(fc.string()),
    status: fc.array(fc.string()),
    service: fc.array(fc.string()),
    assignee: fc.array(fc.string()),
    mine: fc.boolean(),
  },
  { noNullPrototype: true },
);

describe('The settings of the list', () => {
  it('stand for the default order and all incidents where nothing is set', () => {
    const nothing = { wishes: { arrangement: DEFAULT_ARRANGEMENT, filter: NO_FILTER } };
    assert.deepEqual(read({}), nothing);
    assert.deepEqual(read({ groupBy: null, sortBy: null, filter: null }), nothing);
    assert.deepEqual(read({ filter: {} }), nothing);
  });

  it('keep what is set, each beside what is not', () => {
    const { wishes, problem } = read({ groupBy: 'service', filter: { text: 'vault', severity: ['high'], mine: true } });
    assert.equal(problem, undefined);
    assert.deepEqual(wishes, {
      arrangement: { ...DEFAULT_ARRANGEMENT, groupBy: 'service' },
      filter: { ...NO_FILTER, text: 'vault', severity: ['high'], mine: true },
    });
  });

  const wrong: [what: string, values: Values, field: string, problem: string][] = [
    ['a grouping that there is not', { groupBy: 'colour' }, LIST_SETTINGS.groupBy, 'not_choice'],
    ['a grouping with other case', { groupBy: 'Severity' }, LIST_SETTINGS.groupBy, 'not_choice'],
    ['a number as order', { sortBy: 1 }, LIST_SETTINGS.sortBy, 'not_choice'],
    ['a text instead of a filter', { filter: 'critical' }, LIST_SETTINGS.filter, 'not_filter'],
    ['a list instead of a filter', { filter: ['critical'] }, LIST_SETTINGS.filter, 'not_filter'],
    ['a field that there is not', { filter: { colour: ['red'] } }, LIST_SETTINGS.filter, 'not_filter'],
    ['a number as text', { filter: { text: 7 } }, `${LIST_SETTINGS.filter}.text`, 'not_text'],
    ['a text instead of a list', { filter: { status: 'open' } }, `${LIST_SETTINGS.filter}.status`, 'not_list'],
    ['a number in a list', { filter: { service: ['a', 7] } }, `${LIST_SETTINGS.filter}.service[1]`, 'not_text'],
    ['a text for "mine"', { filter: { mine: 'yes' } }, `${LIST_SETTINGS.filter}.mine`, 'not_boolean'],
  ];
  for (const [what, values, field, problem] of wrong) {
    it(`name the field of ${what}, and count it as not set`, () => {
      const found = read(values);
      assert.equal(found.problem?.code, 'invalid_settings');
      assert.deepEqual([found.problem.args['field'], found.problem.args['problem']], [field, problem]);
      assert.deepEqual(found.wishes, read({}).wishes);
    });
  }

  it('name the choices that there are', () => {
    assert.equal(read({ sortBy: 'age' }).problem?.args['choices'], '"severity", "updated", "created", "title"');
  });

  it('lose nothing but what is wrong, and name the first', () => {
    const { wishes, problem } = read({ groupBy: 'status', sortBy: 'age', filter: { mine: 1 } });
    assert.deepEqual(wishes.arrangement, { ...DEFAULT_ARRANGEMENT, groupBy: 'status' });
    assert.equal(problem?.args['field'], LIST_SETTINGS.sortBy);
  });

  it('hold of a filter only what it narrows', () => {
    assert.equal(filterSetting(NO_FILTER), undefined);
    assert.equal(filterSetting({ ...NO_FILTER, text: '  ' }), undefined);
    assert.deepEqual(filterSetting({ ...NO_FILTER, text: ' vault ', status: ['open'] }), {
      text: 'vault',
      status: ['open'],
    });
    assert.deepEqual(filterSetting({ ...NO_FILTER, assignee: [''], mine: true }), { assignee: [''], mine: true });
  });

  it('give back every filter that was remembered', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const found = read({ filter: filterSetting(filter) });
        assert.deepEqual(found, { wishes: { arrangement: DEFAULT_ARRANGEMENT, filter } });
      }),
    );
  });
});
