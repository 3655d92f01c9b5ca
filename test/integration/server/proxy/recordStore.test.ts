import assert from 'node:assert/strict';
import { openProxyDatabase } from '../../../../src/server/proxy/store/openProxyDatabase.ts';
import type { ProxyDatabase } from '../../../../src/server/proxy/store/proxyDatabase.ts';
import { RecordStore } from '../../../../src/server/proxy/store/recordStore.ts';
import { createVault } from '../../../../src/server/proxy/vault.ts';

const VAULT = createVault('a secret of the tests that is long enough');

describe('A record of the proxy', () => {
  let database: ProxyDatabase;
  let store: RecordStore;
  beforeEach(async () => {
    database = await openProxyDatabase({ databasePath: ':memory:' }, (error) => assert.fail(error));
    store = new RecordStore(database.tables, VAULT, Date.now);
    await store.put('Model', 'id', { of: 'the first' });
  });
  afterEach(() => database.close());

  const versionNow = async (): Promise<number> => (await store.get('Model', 'id'))?.version ?? 0;

  it('is changed by one of two that read the same, also where the other writes it anew', async () => {
    const version = await versionNow();
    await store.put('Model', 'id', { of: 'the second' });
    assert.equal(await store.replace('Model', 'id', version, { of: 'the third' }), false);
    assert.deepEqual((await store.get('Model', 'id'))?.content, { of: 'the second' });
    assert.equal(await store.replace('Model', 'id', await versionNow(), { of: 'the third' }), true);
  });

  it('is of the same version with another end', async () => {
    const version = await versionNow();
    await store.prolong('Model', 'id', store.seconds() + 60);
    assert.equal(await versionNow(), version);
  });

  it('stays used where it is written anew', async () => {
    await store.consume('Model', 'id');
    await store.put('Model', 'id', {});
    assert.notEqual((await store.get('Model', 'id'))?.consumedAt, undefined);
    assert.equal(await store.consume('Model', 'id'), false);
  });
});
