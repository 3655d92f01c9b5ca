import assert from 'node:assert/strict';
import { incidentReference } from '../../../../src/vscode/incidents/incidentReference.ts';

describe('incidentReference', () => {
  it('reads a row of the tree and a plain reference', () => {
    const row = { kind: 'incident', serverId: 'p', id: 'p/incident/1', incident: { id: '1' } };
    assert.deepEqual(incidentReference(row), { serverId: 'p', id: '1' });
    assert.deepEqual(incidentReference({ serverId: 'p', id: '1' }), { serverId: 'p', id: '1' });
  });

  it('takes nothing else', () => {
    for (const argument of [undefined, null, '', 'INC-1', {}, { serverId: 'p' }, { id: '1' }, { serverId: 1, id: 2 }]) {
      assert.equal(incidentReference(argument), undefined);
    }
  });
});
