import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod';
import { freePort } from '../../../../src/demo/freePort.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const MAIN = join(import.meta.dirname, '../../../../src/server/main.ts');
const documentSchema = z.looseObject({});

describe('The documents of the proxy', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  before(async () => {
    world = await startProxyWorld({ proxy: { allowedOrigins: ['https://inspector.example'] } });
  });
  after(() => world.close());

  async function read(path: string): Promise<Record<string, unknown>> {
    const response = await fetch(world.origin + path);
    assert.deepEqual([response.status, response.headers.get('access-control-allow-origin')], [200, '*']);
    return documentSchema.parse(await response.json());
  }

  it('lead from the server to the proxy, which names its own address whatever name a request came by', async () => {
    for (const path of ['', '/mcp']) {
      const resource = await read(`/.well-known/oauth-protected-resource${path}`);
      assert.deepEqual([resource['resource'], resource['authorization_servers']], [world.server.url, [world.origin]]);
    }
    for (const name of ['oauth-authorization-server', 'openid-configuration']) {
      const metadata = await read(`/.well-known/${name}`);
      assert.equal(metadata['issuer'], world.origin);
      assert.equal(metadata['registration_endpoint'], `${world.origin}/oauth2/v1/clients`);
      assert.equal(metadata['token_endpoint'], `${world.origin}/oauth2/v1/token`);
      assert.equal(metadata['jwks_uri'], `${world.origin}/.well-known/jwks.json`);
      assert.deepEqual(metadata['code_challenge_methods_supported'], ['S256']);
    }
  });

  it('may be asked for by any page, also with headers that a browser asks for first', async () => {
    const headers = { origin: 'https://any.example', 'access-control-request-method': 'GET' };
    for (const name of [
      'oauth-protected-resource',
      'oauth-authorization-server',
      'openid-configuration',
      'jwks.json',
    ]) {
      const response = await fetch(`${world.origin}/.well-known/${name}`, {
        method: 'OPTIONS',
        headers: { ...headers, 'access-control-request-headers': 'mcp-protocol-version' },
      });
      assert.equal(response.status, 200, name);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.equal(response.headers.get('access-control-allow-headers'), '*');
    }
  });

  it('are served by the program too, set up by its environment', async () => {
    const port = await freePort();
    const environment = {
      MCP_PROXY: 'true',
      OKTA_ORG_URL: world.okta.origin,
      OKTA_CLIENT_ID: 'any',
      OKTA_CLIENT_SECRET: 'a-secret-of-the-application',
      MCP_SERVER_PORT: String(port),
      INCIDENTS_DB: ':memory:',
      MCP_PROXY_DB: ':memory:',
    };
    const child = spawn(process.execPath, ['--no-warnings', MAIN], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
      while (!text.includes('server at')) await once(child.stdout, 'data');
      const response = await fetch(`http://127.0.0.1:${port}/.well-known/oauth-authorization-server`);
      assert.equal(documentSchema.parse(await response.json())['issuer'], `http://127.0.0.1:${port}`);
    } finally {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
    }
    assert.equal(child.exitCode, 0);
  });
});
