import assert from 'node:assert/strict';
import * as sdk from '@modelcontextprotocol/client';
import { isSameHandshake, priorDiscovery } from '../../../src/core/mcp/handshake.ts';

const DISCOVER = {
  supportedVersions: ['2026-07-28'],
  capabilities: { tools: { listChanged: true } },
  serverInfo: { name: 'desk', version: '1' },
  ttlMs: 0,
  cacheScope: 'private',
};

describe('what is remembered of a handshake', () => {
  it('is handed to the client library where that takes it', () => {
    assert.deepEqual(priorDiscovery(sdk, { kind: 'legacy', server: 'seed 1 2025-11-25' }), { kind: 'legacy' });
    assert.deepEqual(priorDiscovery(sdk, { kind: 'modern', discover: DISCOVER }), {
      kind: 'modern',
      discover: DISCOVER,
    });
  });

  it('is left out where it makes no sense', () => {
    assert.equal(priorDiscovery(sdk, undefined), undefined);
    for (const discover of [{}, { ...DISCOVER, supportedVersions: '2026' }, { ...DISCOVER, capabilities: null }]) {
      assert.equal(priorDiscovery(sdk, { kind: 'modern', discover }), undefined);
    }
  });

  it('is the same whatever the order and the lifetime of the answer', () => {
    const turned = Object.fromEntries(Object.entries({ ...DISCOVER, resultType: 'complete', ttlMs: 5 }).toReversed());
    assert.ok(isSameHandshake({ kind: 'modern', discover: DISCOVER }, { kind: 'modern', discover: turned }));
  });

  it('is another for another server, version, ability or era', () => {
    const modern = { kind: 'modern', discover: DISCOVER } as const;
    const able = { ...DISCOVER, capabilities: { tools: {} } };
    assert.ok(!isSameHandshake(modern, { kind: 'modern', discover: able }));
    assert.ok(!isSameHandshake(modern, { kind: 'legacy' }));
    assert.ok(!isSameHandshake({ kind: 'legacy', server: 'a 1' }, { kind: 'legacy', server: 'a 2' }));
    assert.ok(isSameHandshake({ kind: 'legacy', server: 'a 1' }, { kind: 'legacy', server: 'a 1' }));
  });
});
