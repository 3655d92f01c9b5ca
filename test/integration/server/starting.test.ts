import assert from 'node:assert/strict';
import { freePort } from '../../../src/demo/freePort.ts';
import { createProxy, type ProxySurroundings, type RunningProxy } from '../../../src/server/proxy/createProxy.ts';
import { startServer } from '../../../src/server/startServer.ts';

const PATIENCE = 5000;
const okta = { issuer: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b', scopes: ['openid'] };
const settings = { okta, secret: 'a secret of the tests that is long enough', databasePath: ':memory:' };
const config = { issuer: okta.issuer, audience: 'a' };

function probe(origin: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${origin}/healthz`, { ...init, signal: AbortSignal.timeout(PATIENCE) });
}

/** Makes the proxy, after what `meanwhile` does while the server starts. */
function proxyAfter(meanwhile: (origin: string) => Promise<void>) {
  return async (around: ProxySurroundings): Promise<RunningProxy> => {
    await meanwhile(around.resource.origin);
    return createProxy(settings, around);
  };
}

const refused = (error: unknown): boolean => error instanceof TypeError && String(error.cause).includes('ECONNREFUSED');

describe('A server that is about to start', function () {
  this.timeout(20_000);

  it('says so to those who ask already, on a port that it found itself', async () => {
    const answers: Response[] = [];
    const proxy = proxyAfter(async (origin) => {
      answers.push(await probe(origin), await probe(origin, { method: 'POST', body: 'x'.repeat(100_000) }));
    });
    const server = await startServer({ ...config, proxy });
    try {
      for (const answer of answers) {
        assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '1']);
        assert.deepEqual(await answer.json(), { status: 'unavailable' });
      }
      assert.equal(answers.length, 2);
      assert.equal((await probe(server.origin)).status, 200);
    } finally {
      await server.close();
    }
  });

  it('listens on a port that it was given once it can answer', async () => {
    const port = await freePort();
    const proxy = proxyAfter((origin) => assert.rejects(probe(origin), refused));
    const server = await startServer({ ...config, port, proxy });
    try {
      assert.equal(server.origin, `http://127.0.0.1:${port}`);
      assert.equal((await probe(server.origin)).status, 200);
    } finally {
      await server.close();
    }
  });

  it('leaves nothing behind where it fails', async () => {
    const origins: string[] = [];
    const proxy = proxyAfter(async (origin) => {
      origins.push(origin);
      throw new Error('no proxy');
    });
    await assert.rejects(startServer({ ...config, proxy }), /no proxy/);
    await assert.rejects(probe(origins[0] ?? ''), refused);
  });

  it('closes its proxy where its port is taken', async () => {
    const other = await startServer(config);
    const closed: string[] = [];
    const proxy = async (around: ProxySurroundings): Promise<RunningProxy> => {
      const made = await createProxy(settings, around);
      return { ...made, close: () => made.close().then(() => void closed.push('proxy')) };
    };
    try {
      const port = Number(new URL(other.origin).port);
      await assert.rejects(startServer({ ...config, port, proxy }), { code: 'EADDRINUSE' });
      assert.deepEqual(closed, ['proxy']);
    } finally {
      await other.close();
    }
  });
});
