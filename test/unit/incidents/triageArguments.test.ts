import assert from 'node:assert/strict';
import { type ListFilter, triageArguments } from '../../../src/core/incidents/work/triageArguments.ts';
import { TRIAGE_FILTERS } from '../../../src/shared/names.ts';

const ALL: ListFilter = { text: '', severity: [], status: [], service: [], assignee: [] };

describe('The arguments of a triage', () => {
  it('leave out what the list leaves out', () => {
    const filter = { ...ALL, text: ' login ', severity: ['critical', 'high'], assignee: ['', 'ada'] };
    assert.deepEqual(triageArguments(filter, TRIAGE_FILTERS), {
      severity: 'critical,high',
      assignee: 'none,ada',
      text: 'login',
    });
  });

  it('are none where the list shows all', () => {
    assert.equal(triageArguments({ ...ALL, text: '  ' }, TRIAGE_FILTERS), undefined);
  });

  it('are none where the prompt knows not all of them: other incidents would be triaged than are shown', () => {
    const filter = { ...ALL, text: 'login', severity: ['high'] };
    assert.equal(triageArguments(filter, ['focus']), undefined);
    assert.equal(triageArguments(filter, ['focus', 'severity']), undefined);
  });
});
