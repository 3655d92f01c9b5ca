import assert from 'node:assert/strict';
import { itemReference } from '../../../../src/vscode/servers/itemReference.ts';

describe('itemReference', () => {
  const references = [
    { serverId: 's', tool: 't' },
    { serverId: 's', prompt: 'p' },
    { serverId: 's', uri: 'incidents://all' },
    { serverId: 's', uriTemplate: 'incidents://{id}' },
    { serverId: 's' },
  ];
  for (const reference of references) {
    it(`reads ${JSON.stringify(reference)}, of a row too`, () => {
      assert.deepEqual(itemReference(reference), reference);
      assert.deepEqual(itemReference({ kind: 'item', id: 'row', label: 'Row', ...reference }), reference);
    });
  }

  it('takes nothing else', () => {
    for (const argument of [undefined, null, '', 's', 7, [], {}, { tool: 't' }, { serverId: 1, tool: 't' }]) {
      assert.equal(itemReference(argument), undefined);
    }
  });

  it('takes a name that is no text for none', () => {
    assert.deepEqual(itemReference({ serverId: 's', tool: { name: 't' } }), { serverId: 's' });
  });
});
