import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { listen } from '../../../src/server/http/listen.ts';
import { startServer } from '../../../src/server/startServer.ts';
import { postRpc } from '../support/postRpc.ts';
import { startTokenIssuer } from '../support/tokenIssuer.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };

describe('an issuer whose name ends in a slash', () => {
  it('is named with it, and has keys and metadata where they are without', async () => {
    const issuer = await startTokenIssuer();
    const name = `${issuer.issuer}/`;
    const server = await startServer({ issuer: name, audience: issuer.audience });
    try {
      assert.equal((await postRpc(server.url, LIST, await issuer.token({ iss: name }))).status, 200);
      assert.equal((await postRpc(server.url, LIST, await issuer.token())).status, 401);
      const described = await fetch(`${server.origin}/.well-known/oauth-protected-resource/mcp`);
      assert.match(await described.text(), new RegExp(`"authorization_servers":\\["${name}"\\]`));
      const lookup = await fetch(`${server.origin}/.well-known/oauth-authorization-server`, { redirect: 'manual' });
      assert.equal(lookup.headers.get('location'), `${issuer.issuer}/.well-known/oauth-authorization-server`);
    } finally {
      await server.close();
      await issuer.close();
    }
  });

  it('is asked about tokens where it takes such questions', async () => {
    const asked: (string | undefined)[] = [];
    const { port, close } = await listen(
      createServer((request, response) => {
        asked.push(request.url);
        response.end('{"active":false}');
      }),
      0,
    );
    const issuer = `http://127.0.0.1:${port}/`;
    const introspection = { clientId: 'c', clientSecret: 's' };
    const server = await startServer({ issuer, audience: 'a', introspection });
    try {
      assert.equal((await postRpc(server.url, LIST, 'opaque')).status, 401);
      assert.deepEqual(asked, ['/v1/introspect']);
    } finally {
      await server.close();
      await close();
    }
  });
});
