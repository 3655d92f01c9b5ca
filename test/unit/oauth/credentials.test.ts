import assert from 'node:assert/strict';
import { Credentials } from '../../../src/core/oauth/clients/credentials.ts';
import { MemorySecrets } from '../../integration/support/memorySecrets.ts';

const OWNER = ['https://i.example', 'desk'] as const;
const SECRET = { method: 'client_secret_basic', secret: 'made up' } as const;

describe('The credentials of clients', () => {
  it('are kept for one issuer and one client, and forgotten', async () => {
    const secrets = new MemorySecrets();
    const credentials = new Credentials(secrets);
    assert.equal(await credentials.get(...OWNER), undefined);
    await credentials.keep(...OWNER, SECRET);
    assert.deepEqual(await new Credentials(secrets).get(...OWNER), SECRET);
    assert.equal(await credentials.get('https://j.example', 'desk'), undefined);
    assert.equal(await credentials.get('https://i.example', 'other'), undefined);
    await credentials.forget(...OWNER);
    assert.equal(await credentials.get(...OWNER), undefined);
  });

  it('have keys that tell neither issuer nor client, and are no sessions', async () => {
    const secrets = new MemorySecrets();
    await new Credentials(secrets).keep(...OWNER, SECRET);
    assert.match([...secrets.entries.keys()].join(), /^credential\.[0-9a-f]{32}$/);
  });

  it('count as absent where they cannot be read', async () => {
    const secrets = new MemorySecrets();
    const credentials = new Credentials(secrets);
    await credentials.keep(...OWNER, SECRET);
    const [key = ''] = secrets.entries.keys();
    for (const damaged of ['', '{', '{"method":"client_secret_basic"}', '{"method":"other","secret":"x"}']) {
      secrets.entries.set(key, damaged);
      assert.equal(await credentials.get(...OWNER), undefined);
    }
  });
});
