import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { createTlsServers, type TlsServers } from '../../../../src/server/operation/tlsServer.ts';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { eventually } from '../../oauth/world.ts';
import { testCertificate } from '../../support/testCertificate.ts';

const CONFIG = { issuer: 'http://127.0.0.1:9/oauth2/default', audience: 'a' };

describe('a server with a certificate', () => {
  const errors: Error[] = [];
  const taken: string[] = [];
  let folder: string;
  let files: { certFile: string; keyFile: string };
  let servers: TlsServers;
  let server: RunningServer;

  function writeCertificate(): string {
    const { cert, key } = testCertificate({ host: '127.0.0.1' });
    writeFileSync(files.certFile, cert);
    writeFileSync(files.keyFile, key.export({ type: 'pkcs8', format: 'pem' }));
    return cert;
  }

  beforeEach(async () => {
    errors.length = 0;
    taken.length = 0;
    folder = mkdtempSync(path.join(tmpdir(), 'incident-desk-tls-'));
    files = { certFile: path.join(folder, 'cert.pem'), keyFile: path.join(folder, 'key.pem') };
    writeCertificate();
    servers = createTlsServers(files, {
      report: (error) => errors.push(error),
      taken: (message) => taken.push(message),
    });
    server = await startServer({ ...CONFIG, createTlsServer: (options) => servers.create(options) });
  });
  afterEach(async () => {
    await server.close();
    servers.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Whether the server now shows the certificate. */
  async function shows(cert: string, of = server): Promise<boolean> {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(of.url).port), ca: cert });
    try {
      await once(socket, 'secureConnect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  }

  it('speaks TLS, and of itself as https', () => {
    assert.match(server.url, /^https:\/\/127\.0\.0\.1:\d+\/mcp$/);
  });

  it('takes a new certificate without a restart', async () => {
    const renewed = writeCertificate();
    assert.equal(await shows(renewed), false);
    servers.reload();
    assert.equal(await shows(renewed), true);
    servers.reload();
    assert.equal(taken.length, 1);
    assert.match(taken[0] ?? '', /new certificate taken over from .*cert\.pem, good until .*\d{4}/);
  });

  it('looks for a new certificate by itself', async () => {
    const attentive = createTlsServers(files, { report: (error) => errors.push(error), lookEvery: 20 });
    const other = await startServer({ ...CONFIG, createTlsServer: (options) => attentive.create(options) });
    try {
      const renewed = writeCertificate();
      await eventually(() => shows(renewed, other));
    } finally {
      await other.close();
      attentive.close();
    }
  });

  it('keeps the one that it has where the new one is broken, and says so', async () => {
    const good = writeCertificate();
    servers.reload();
    writeFileSync(files.certFile, 'no certificate');
    servers.reload();
    assert.equal(taken.length, 1);
    assert.equal(await shows(good), true);
    assert.match(errors[0]?.message ?? '', /the certificate stays as it was/);
  });

  it('does not start without its files', () => {
    const without = { ...files, keyFile: path.join(folder, 'none') };
    assert.throws(() => createTlsServers(without, { report: () => undefined }), /ENOENT/);
  });
});
