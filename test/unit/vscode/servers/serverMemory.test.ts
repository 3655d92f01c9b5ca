import assert from 'node:assert/strict';
import type { RememberedServer } from '../../../../src/core/mcp/serverMemory.ts';
import { createServerMemory } from '../../../../src/vscode/servers/serverMemory.ts';

const DAY = 24 * 60 * 60 * 1000;
const LEGACY: RememberedServer = {
  handshake: { kind: 'legacy', server: 'seed 1' },
  tools: [
    {
      ...{ name: 'list_incidents', title: 'List', description: '', readOnly: true, destructive: false },
      icons: [{ src: 'https://a.example/i.png', mimeType: '', theme: 'dark' }],
      inputSchema: { type: 'object' },
    },
  ],
};
const MODERN: RememberedServer = { handshake: { kind: 'modern', discover: { supportedVersions: ['x'] } }, tools: [] };

describe('What is remembered of a server', () => {
  const values = new Map<string, unknown>();
  let account: string | undefined;
  let now: number;

  const memoryOf = (serverId: string) =>
    createServerMemory({
      memory: {
        get: (key) => values.get(key),
        update: async (key, value) => void values.set(key, JSON.parse(JSON.stringify(value))),
      },
      serverId,
      account: async () => account,
      now: () => now,
    });

  beforeEach(() => {
    values.clear();
    [account, now] = ['ada', 1000];
  });

  it('is there at the next start, for each server its own', async () => {
    await memoryOf('a').remember(LEGACY);
    await memoryOf('b').remember(MODERN);
    assert.deepEqual(await memoryOf('a').recall(), LEGACY);
    assert.deepEqual(await memoryOf('b').recall(), MODERN);
    assert.equal(await memoryOf('c').recall(), undefined);
  });

  it('is for the account that it was learned with', async () => {
    await memoryOf('a').remember(LEGACY);
    account = 'grace';
    assert.equal(await memoryOf('a').recall(), undefined);
    account = undefined;
    assert.equal(await memoryOf('a').recall(), undefined);
    await memoryOf('a').remember(MODERN);
    account = 'ada';
    assert.deepEqual(await memoryOf('a').recall(), LEGACY);
  });

  it('is asked anew after a week', async () => {
    await memoryOf('a').remember(LEGACY);
    now += 7 * DAY;
    assert.deepEqual(await memoryOf('a').recall(), LEGACY);
    now += 1;
    assert.equal(await memoryOf('a').recall(), undefined);
  });

  it('is bounded, in servers and in size', async () => {
    for (let index = 0; index < 31; index += 1) await memoryOf(`server ${index}`).remember(MODERN);
    assert.equal(await memoryOf('server 0').recall(), undefined);
    assert.deepEqual(await memoryOf('server 1').recall(), MODERN);
    await memoryOf('huge').remember({ ...MODERN, handshake: { kind: 'modern', discover: { a: 'x'.repeat(200_000) } } });
    assert.equal(await memoryOf('huge').recall(), undefined);
  });

  it('is nothing where what was stored makes no sense', async () => {
    for (const stored of [
      'nonsense',
      { a: 1 },
      { a: { account: 'ada', at: 1, handshake: { kind: 'new' }, tools: [] } },
    ]) {
      values.set('knownServers', stored);
      assert.equal(await memoryOf('a').recall(), undefined);
    }
  });
});
