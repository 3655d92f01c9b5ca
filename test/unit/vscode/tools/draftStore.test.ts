import assert from 'node:assert/strict';
import type { Memory } from '../../../../src/core/oauth/discovery/resourceRefusals.ts';
import { DraftStore, type DraftTool } from '../../../../src/vscode/tools/arguments/draftStore.ts';

const KINDS = { title: 'T', description: '', readOnly: false, destructive: false, icons: [] };

function toolOf(serverId: string, name: string): DraftTool {
  return { serverId, server: 'Prod', tool: { ...KINDS, name, inputSchema: {} } };
}

describe('The drafts of arguments', () => {
  let memory: Memory;
  let store: DraftStore;

  beforeEach(async () => {
    const values = new Map<string, unknown>();
    memory = { get: (key) => values.get(key), update: async (key, value) => void values.set(key, value) };
    store = new DraftStore(memory, () => 1);
    for (const [serverId, name] of [
      ['a', 'closed'],
      ['a', 'open'],
      ['b', 'closed'],
    ] as const) {
      await store.put(toolOf(serverId, name), '{"x": 1}', () => false);
    }
  });

  it('are forgotten as somebody else takes over, now and after a reload, but for what is open', async () => {
    await store.forget(({ serverId, tool }) => serverId === 'a' && tool !== 'open');
    for (const drafts of [store, new DraftStore(memory, () => 1)]) {
      assert.equal(drafts.of(toolOf('a', 'closed')), undefined);
      assert.equal(drafts.of(toolOf('a', 'open'))?.text, '{"x": 1}');
      assert.equal(drafts.of(toolOf('b', 'closed'))?.text, '{"x": 1}');
    }
  });
});
