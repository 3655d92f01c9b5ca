import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';

const CONFIG = { issuer: 'http://127.0.0.1:9/oauth2/default', audience: 'a' };

async function withServer(resource: string | undefined, use: (server: RunningServer) => Promise<void>): Promise<void> {
  const server = await startServer({ ...CONFIG, ...(resource === undefined ? {} : { resource }) });
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

function get(server: RunningServer, host: string): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    httpRequest(`${server.origin}/oauth/client-metadata.json`, { headers: { host } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('The client id metadata document', () => {
  it('describes the extension as a public native client with exact redirect URIs', async () => {
    await withServer(undefined, async (server) => {
      const response = await fetch(`${server.origin}/oauth/client-metadata.json`);
      assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.deepEqual(await response.json(), {
        client_id: `${server.origin}/oauth/client-metadata.json`,
        client_name: 'Incident Desk',
        application_type: 'native',
        redirect_uris: [
          'vscode://incident-desk.incident-desk/callback',
          'vscode-insiders://incident-desk.incident-desk/callback',
          'code-oss://incident-desk.incident-desk/callback',
          'vscodium://incident-desk.incident-desk/callback',
          'cursor://incident-desk.incident-desk/callback',
          'windsurf://incident-desk.incident-desk/callback',
          'http://127.0.0.1:33419/callback',
          'http://127.0.0.1:33420/callback',
          'http://127.0.0.1:33421/callback',
          `${server.origin}/oauth/relay`,
        ],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        response_types: ['code'],
      });
    });
  });

  it('names its configured address, never the one that a request came by', async () => {
    await withServer('https://incidents.example.com/mcp', async (server) => {
      const { status, text } = await get(server, 'incidents.example.com');
      assert.equal(status, 200);
      assert.match(text, /"client_id":"https:\/\/incidents\.example\.com\/oauth\/client-metadata\.json"/);
      assert.match(text, /"https:\/\/incidents\.example\.com\/oauth\/relay"/);
      const foreign = await get(server, 'evil.example');
      assert.equal(foreign.status, 403);
      assert.doesNotMatch(foreign.text, /client_id/);
    });
    await withServer(undefined, async (server) => {
      const { text } = await get(server, `localhost:${new URL(server.origin).port}`);
      assert.doesNotMatch(text, /localhost/);
    });
  });

  it('is not served where it would have no safe address', async () => {
    await withServer('http://incidents.example.com/mcp', async (server) => {
      assert.equal((await get(server, 'incidents.example.com')).status, 404);
    });
  });
});
