import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { freePort } from '../../../../src/demo/freePort.ts';
import { postRpc } from '../../support/postRpc.ts';
import { MAIN, type ServerProcess, startServerProcess } from '../../support/serverProcess.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { eventually } from '../../oauth/world.ts';

const FULL = '/dev/full';
const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };
const CREATE = { method: 'tools/call', params: { name: 'create_incident', arguments: { title: 'Disk is full' } } };
const lineSchema = z.object({ audit: z.object({ event: z.string() }) });

const times = (text: string, said: RegExp): number => [...text.matchAll(new RegExp(said, `${said.flags}g`))].length;

describe('a server whose disk is full', function () {
  this.timeout(30_000);
  let issuer: TokenIssuer;
  let folder: string;
  let server: ServerProcess | undefined;

  beforeEach(async () => {
    issuer = await startTokenIssuer();
    folder = mkdtempSync(path.join(tmpdir(), 'incident-desk-full-'));
  });
  afterEach(async () => {
    await server?.kill();
    server = undefined;
    await issuer.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = (auditLog: string) => ({
    OKTA_ISSUER: issuer.issuer,
    OKTA_AUDIENCE: issuer.audience,
    MCP_SERVER_PORT: '0',
    INCIDENTS_DB: ':memory:',
    MCP_AUDIT_LOG: auditLog,
  });
  const statusOf = async (name: string): Promise<number> => (await fetch(new URL(`/${name}`, server?.url))).status;

  it('answers calls, says once that it cannot keep the audit log, and is not ready', async () => {
    const metricsPort = String(await freePort());
    server = await startServerProcess({ ...environment(FULL), MCP_METRICS_PORT: metricsPort });
    assert.equal(await statusOf('readyz'), 200);
    for (let call = 0; call < 2; call += 1) assert.equal((await postRpc(server.url, LIST)).status, 401);
    const created = await postRpc(server.url, CREATE, await issuer.token());
    assert.match(await created.text(), /INC-1001/);
    await eventually(async () => (await statusOf('readyz')) === 503);
    assert.equal((await postRpc(server.url, LIST, await issuer.token())).status, 200);
    assert.equal(await statusOf('healthz'), 200);
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    // Two refusals, two authentications and a change.
    assert.match(metrics, /^incident_desk_audit_lines_kept_back 5$/m);
    assert.match(metrics, /^incident_desk_audit_lines_lost_total 0$/m);
    assert.equal(times(server.said(), /^Incident Desk server: the audit log \/dev\/full /m), 1, server.said());
    assert.match(server.said(), /not ready: the audit log cannot be written/);
  });

  it('says how many lines are in no audit log when it ends', async () => {
    server = await startServerProcess(environment(FULL));
    for (let call = 0; call < 3; call += 1) assert.equal((await postRpc(server.url, LIST)).status, 401);
    server.signal('SIGTERM');
    assert.equal(await server.ended, 0);
    assert.match(
      server.said(),
      /^Incident Desk server: the audit log \/dev\/full is closed, and 3 line\(s\) are lost$/m,
    );
  });

  it('writes what it kept back, and is ready by itself, once there is room', async () => {
    const auditLog = path.join(folder, 'audit.log');
    server = await startServerProcess(environment(auditLog), { largestFile: 8 });
    const token = await issuer.token();
    let calls = 0;
    for (; (await statusOf('readyz')) === 200; calls += 1) await postRpc(server.url, CREATE, token);
    for (let more = 0; more < 3; more += 1, calls += 1) await postRpc(server.url, CREATE, token);
    const before = readFileSync(auditLog, 'utf8');
    truncateSync(auditLog);
    await eventually(async () => (await statusOf('readyz')) === 200);
    const events = (before + readFileSync(auditLog, 'utf8'))
      .split('\n')
      .filter(Boolean)
      .map((line) => lineSchema.parse(JSON.parse(line)).audit.event);
    const changes = events.filter((event) => event !== 'authentication');
    assert.deepEqual(changes, Array<string>(calls).fill('change'));
    assert.equal(events.length, calls + 1);
    assert.equal(times(server.said(), /^Incident Desk server: the audit log \S+ is written again/m), 1, server.said());
  });

  it('goes on where its log cannot be written, and says it once', async () => {
    const port = String(await freePort(undefined));
    const started = { ...environment(path.join(folder, 'audit.log')), MCP_SERVER_PORT: port };
    const args = ['-c', `exec "$@" >${FULL}`, 'sh', process.execPath, '--no-warnings', MAIN];
    const child = spawn('/bin/sh', args, { env: started, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    try {
      const readyz = `http://127.0.0.1:${port}/readyz`;
      const isReady = () =>
        fetch(readyz).then(
          ({ status }) => status === 200,
          () => false,
        );
      await eventually(isReady);
      for (let call = 0; call < 3; call += 1) {
        assert.equal((await postRpc(`http://127.0.0.1:${port}/mcp`, LIST)).status, 401);
      }
      assert.ok(await isReady());
      assert.equal(times(said, /^Incident Desk server: the log on the standard output /m), 1, said);
    } finally {
      if (child.kill('SIGKILL')) await once(child, 'exit');
    }
  });
});
