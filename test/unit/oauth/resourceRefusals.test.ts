import assert from 'node:assert/strict';
import { ResourceRefusals } from '../../../src/core/oauth/discovery/resourceRefusals.ts';
import type { Memory } from '../../../src/core/oauth/discovery/resourceRefusals.ts';

describe('Issuers that refuse the resource parameter', () => {
  const memory = (kept?: unknown): Memory => ({
    get: () => kept,
    update: async (_, value) => {
      kept = value;
    },
  });

  it('are remembered, each by itself', async () => {
    const shared = memory();
    await new ResourceRefusals(shared).add('https://a.example');
    await new ResourceRefusals(shared).add('https://a.example');
    const refusals = new ResourceRefusals(shared);
    assert.ok(refusals.has('https://a.example'));
    assert.ok(!refusals.has('https://a.example/'));
    assert.deepEqual(shared.get(''), ['https://a.example']);
  });

  it('are none where the memory holds something else', async () => {
    const refusals = new ResourceRefusals(memory({ a: 1 }));
    assert.ok(!refusals.has('a'));
    await refusals.add('a');
    assert.ok(refusals.has('a'));
  });
});
