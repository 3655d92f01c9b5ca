import assert from 'node:assert/strict';
import { EMPTY_DRAFT, incidentOf, isComplete } from '../../../../src/vscode/incidents/create/draft.ts';

describe('A draft of an incident', () => {
  it('is complete once it has a title', () => {
    assert.equal(isComplete(EMPTY_DRAFT), false);
    assert.equal(isComplete({ ...EMPTY_DRAFT, title: '  ' }), false);
    assert.equal(isComplete({ ...EMPTY_DRAFT, title: 'Slow' }), true);
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
});
