import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { eventually } from '../../oauth/world.ts';
import { type ServerProcess, startServerProcess } from '../../support/serverProcess.ts';
import { testCertificate } from '../../support/testCertificate.ts';

describe('a server process that is told to reload (SIGHUP)', function () {
  this.timeout(30_000);
  let folder: string;
  let server: ServerProcess;
  const inFolder = (name: string): string => path.join(folder, name);

  function writeCertificate(): string {
    const { cert, key } = testCertificate({ host: '127.0.0.1' });
    writeFileSync(inFolder('cert.pem'), cert);
    writeFileSync(inFolder('key.pem'), key.export({ type: 'pkcs8', format: 'pem' }));
    return cert;
  }

  /** The status of a request without a token; undefined where the server shows another certificate. */
  async function statusBy(cert: string): Promise<number | undefined> {
    const asked = request(server.url, { ca: cert, agent: false }).end();
    try {
      const [response] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(asked, 'response'));
      response.resume();
      return response.statusCode;
    } catch {
      return undefined;
    }
  }

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'incident-desk-reload-'));
  });
  afterEach(async () => {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows the new certificate and goes on in a fresh audit log', async () => {
    const first = writeCertificate();
    server = await startServerProcess({
      OKTA_ISSUER: 'http://127.0.0.1:9/oauth2/default',
      OKTA_AUDIENCE: 'https://mcp-incidents-api',
      MCP_SERVER_PORT: '0',
      INCIDENTS_DB: ':memory:',
      MCP_TLS_CERT_FILE: inFolder('cert.pem'),
      MCP_TLS_KEY_FILE: inFolder('key.pem'),
      MCP_AUDIT_LOG: inFolder('audit.log'),
    });
    assert.equal(await statusBy(first), 401);
    const second = writeCertificate();
    renameSync(inFolder('audit.log'), inFolder('audit.log.1'));
    assert.equal(await statusBy(second), undefined);
    server.signal('SIGHUP');
    // Long before the files are looked at unasked.
    await eventually(async () => (await statusBy(second)) === 401);
    await eventually(() => existsSync(inFolder('audit.log')) && readFileSync(inFolder('audit.log'), 'utf8') !== '');
    assert.match(readFileSync(inFolder('audit.log'), 'utf8'), /"event":"refusal".*"status":401/);
    assert.match(readFileSync(inFolder('audit.log.1'), 'utf8'), /"status":401/);
  });
});
