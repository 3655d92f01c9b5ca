import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/mcp/connection.ts';
import { RememberedArguments } from '../../../../src/core/mcp/toolArguments/rememberedArguments.ts';

function memory() {
  const kept = new Map<string, unknown>();
  return {
    get: (key: string) => kept.get(key),
    update: async (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
    text: () => JSON.stringify([...kept]),
  };
}

function toolOf(name: string, properties: JsonObject = {}) {
  return { name, inputSchema: { type: 'object', properties } };
}

describe('The arguments of the last call', () => {
  it('are known for each tool of each server', async () => {
    const store = memory();
    const remembered = new RememberedArguments(store);
    await remembered.remember('s1', toolOf('a'), { x: 1 });
    await remembered.remember('s2', toolOf('a'), { x: 2 });
    await remembered.remember('s1', toolOf('b'), { x: 3 });
    await remembered.remember('s1', toolOf('a'), { x: [4, { y: null }] });
    assert.deepEqual(new RememberedArguments(store).get('s1', toolOf('a')), { x: [4, { y: null }] });
    assert.deepEqual(remembered.get('s2', toolOf('a')), { x: 2 });
    assert.equal(remembered.get('s2', toolOf('b')), undefined);
  });

  it('hold no secret, by name or by schema, at any depth', async () => {
    const store = memory();
    const remembered = new RememberedArguments(store);
    const properties = {
      pin: { type: 'string', writeOnly: true },
      door: { $ref: '#/$defs/code' },
      note: { anyOf: [{ properties: { hidden: { format: 'password' } } }] },
    };
    const inputSchema = { type: 'object', properties, $defs: { code: { type: 'string', format: 'password' } } };
    const secrets = {
      ...{ pin: 'CANARY', door: 'CANARY', password: 'CANARY', accessToken: 'CANARY', 'API-Key': 'CANARY' },
      ...{ client_secret: 'CANARY', credentials: { user: 'CANARY' }, note: { hidden: 'CANARY', text: 'kept' } },
      ...{ Authorization: 'CANARY', sessionCookie: 'CANARY', id_jwt: 'CANARY', signing_key: 'CANARY' },
      ...{ connectionString: 'CANARY', sshKey: 'CANARY' },
      ...{ list: [{ passphrase: 'CANARY', id: 1 }], token: 7 },
    };
    await remembered.remember('s', { name: 't', inputSchema }, { ...secrets, title: 'kept' });
    assert.deepEqual(remembered.get('s', { name: 't', inputSchema }), {
      ...{ note: { text: 'kept' }, list: [{ id: 1 }], title: 'kept' },
    });
    assert.doesNotMatch(store.text(), /CANARY/);
  });

  it('are not used for what the schema has since said is secret', async () => {
    const remembered = new RememberedArguments(memory());
    await remembered.remember('s', toolOf('t'), { a: 1, b: 2 });
    assert.deepEqual(remembered.get('s', toolOf('t', { a: { writeOnly: true } })), { b: 2 });
  });

  it('are those of the fifty tools that were called last, and no long ones', async () => {
    const remembered = new RememberedArguments(memory());
    for (let at = 0; at < 60; at += 1) await remembered.remember('s', toolOf(`t${at}`), { at });
    assert.equal(remembered.get('s', toolOf('t9')), undefined);
    assert.deepEqual(remembered.get('s', toolOf('t10')), { at: 10 });
    await remembered.remember('s', toolOf('t10'), { text: 'x'.repeat(30_000) });
    assert.equal(remembered.get('s', toolOf('t10')), undefined);
  });

  it('are forgotten by the server', async () => {
    const remembered = new RememberedArguments(memory());
    await remembered.remember('s1', toolOf('a'), { x: 1 });
    await remembered.remember('s2', toolOf('a'), { x: 2 });
    await remembered.forget((serverId) => serverId === 's1');
    assert.equal(remembered.get('s1', toolOf('a')), undefined);
    assert.deepEqual(remembered.get('s2', toolOf('a')), { x: 2 });
  });

  it('are none where what was stored is damaged', () => {
    const remembered = new RememberedArguments({ get: () => [{ serverId: 1 }], update: async () => {} });
    assert.equal(remembered.get('s', toolOf('a')), undefined);
  });
});
