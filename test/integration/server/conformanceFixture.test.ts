import assert from 'node:assert/strict';
import { startFixture } from '../../conformance/server/startFixture.ts';
import { postRpc } from '../support/postRpc.ts';

describe('the fixture of the official suite', () => {
  it('is reached through the proxy alone, since it asks for a token as our server does', async () => {
    const fixture = await startFixture(() => undefined);
    try {
      const call = { method: 'tools/call', params: { name: 'test_simple_text', arguments: {} } };
      assert.equal((await postRpc(fixture.url, call)).status, 200);
      const refused = await postRpc(fixture.protectedUrl, call);
      assert.equal(refused.status, 401);
      assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer .*resource_metadata=/);
    } finally {
      await fixture.close();
    }
  });
});
