import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EMPTY_DRAFT, incidentOf, isEmpty, tagsIn } from '../../../../src/core/incidents/create/draft.ts';
import { draftProblems } from '../../../../src/core/incidents/create/draftProblems.ts';
import { newIncidentRules } from '../../../../src/core/incidents/create/newIncidentRules.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    title: { type: 'string', minLength: 3, maxLength: 5 },
    severity: { type: 'string', enum: ['low', 'high', 'critical'], default: 'high' },
    service: { type: 'string' },
    tags: { type: 'array', items: { type: 'string', maxLength: 4 }, maxItems: 2 },
    team: { type: 'string' },
  },
  required: ['title', 'service'],
};

describe('A draft of an incident', () => {
  it('is empty until something is typed; a severity alone is nothing', () => {
    assert.equal(isEmpty({ ...EMPTY_DRAFT, severity: 'high' }), true);
    assert.equal(isEmpty({ ...EMPTY_DRAFT, title: ' \n' }), true);
    assert.equal(isEmpty({ ...EMPTY_DRAFT, tags: 'x' }), false);
  });

  it('becomes an incident without stray spaces, each tag once', () => {
    const draft = { title: ' Slow ', severity: 'high', service: ' api ', description: 'x\n', tags: 'eu, db,, eu ,' };
    assert.deepEqual(incidentOf(draft), {
      title: 'Slow',
      severity: 'high',
      service: 'api',
      description: 'x',
      tags: ['eu', 'db'],
    });
  });

  it('has the same tags however often they are written out and read', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (tags) => {
        const read = tagsIn(tags.join(','));
        assert.deepEqual(tagsIn(read.join(', ')), read);
      }),
    );
  });
});

describe('What a server says of a new incident', () => {
  const rules = newIncidentRules(SCHEMA);
  const problems = (typed: Partial<typeof EMPTY_DRAFT>) =>
    draftProblems({ ...EMPTY_DRAFT, title: 'Slow', service: 'db', severity: 'low', ...typed }, rules).map(
      ({ field, code, limit, length }) => `${field} ${code} ${limit} ${length}`,
    );

  it('are the fields that it takes, severities worst first', () => {
    assert.deepEqual(
      rules.map(({ name, required }) => [name, required]),
      [
        ['title', true],
        ['severity', false],
        ['service', true],
        ['tags', false],
      ],
    );
    assert.deepEqual(rules[1]?.choices, ['critical', 'high', 'low']);
    assert.equal(rules[1].fallback, 'high');
  });

  it('is nothing where it takes no title', () => {
    assert.deepEqual(newIncidentRules({ type: 'object', properties: { text: { type: 'string' } } }), []);
    assert.deepEqual(newIncidentRules({}), []);
  });

  it("keeps severities of the server's own, in its order", () => {
    const severity = { type: 'string', enum: ['P1', 'P2', ''] };
    const [, own] = newIncidentRules({ properties: { title: { type: 'string' }, severity } });
    assert.deepEqual(own?.choices, ['P1', 'P2']);
  });

  it('are limits that a draft is held to', () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({ title: ' ' }), ['title required 0 0']);
    assert.deepEqual(problems({ title: 'ab' }), ['title too_short 3 2']);
    assert.deepEqual(problems({ title: '😀😀😀😀😀' }), []);
    assert.deepEqual(problems({ title: '😀😀😀😀😀😀' }), ['title too_long 5 6']);
    assert.deepEqual(problems({ severity: 'medium' }), ['severity not_a_choice 0 0']);
    assert.deepEqual(problems({ service: '' }), ['service required 0 0']);
    assert.deepEqual(problems({ tags: 'a, b, c' }), ['tags too_many_tags 2 3']);
    assert.deepEqual(problems({ tags: 'a, abcde' }), ['tags tag_too_long 4 5']);
  });
});
