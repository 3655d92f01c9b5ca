import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer as createTlsServer } from 'node:https';
import { DatabaseSync } from 'node:sqlite';
import { spawn } from 'node:child_process';
import pg from 'pg';
import * as z from 'zod';
import { listen } from '../../../../src/server/http/listen.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { MAIN, type ServerProcess, startServerProcess } from '../../support/serverProcess.ts';
import { runServerProcess } from '../../support/serverRun.ts';
import { testCertificate } from '../../support/testCertificate.ts';
import { startTokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';

const lineSchema = z.object({ level: z.string(), msg: z.string().default('') });
const GOOD = { OKTA_AUDIENCE: 'https://mcp-incidents-api', MCP_SERVER_PORT: '0', INCIDENTS_DB: ':memory:' };
const PROXY = {
  ...{ MCP_PROXY: 'true', OKTA_CLIENT_ID: '0oaProxy', OKTA_CLIENT_SECRET: 's' },
  ...{ MCP_SERVER_PORT: '0', INCIDENTS_DB: ':memory:', MCP_PROXY_DB: ':memory:' },
};

describe('what a server reports at its start', function () {
  this.timeout(60_000);
  let folder: string;
  let server: ServerProcess | undefined;
  let closeOthers: (() => Promise<void>)[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'incident-desk-report-'));
    [server, closeOthers] = [undefined, []];
  });
  afterEach(async () => {
    await server?.kill();
    for (const close of closeOthers) await close();
    rmSync(folder, { recursive: true, force: true });
  });
  const inFolder = (name: string): string => path.join(folder, name);

  const linesOf = (level: string): string[] =>
    (server?.said() ?? '')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => lineSchema.parse(JSON.parse(line)))
      .flatMap((line) => (line.level === level ? [line.msg] : []));

  /** The first warning of a server that is asked nothing. */
  async function warningOf(environment: Record<string, string>): Promise<string> {
    server = await startServerProcess(environment);
    await until(() => linesOf('warn').length > 0, 'a warning');
    return linesOf('warn').join('\n');
  }

  async function issuerThatAnswers(status: number, body: string): Promise<string> {
    const { port, close } = await listen(
      createServer((_request, response) => response.writeHead(status).end(body)),
      0,
    );
    closeOthers.push(close);
    return `http://127.0.0.1:${port}/oauth2/default`;
  }

  it('is nothing amiss where its issuer answers', async () => {
    const issuer = await startTokenIssuer();
    closeOthers.push(() => issuer.close());
    server = await startServerProcess({ ...GOOD, OKTA_ISSUER: issuer.issuer });
    await until(() => issuer.keyRequests() === 1, 'it asks for the keys');
    assert.equal((await fetch(new URL('/readyz', server.url))).status, 200);
    assert.deepEqual([linesOf('warn'), linesOf('error'), issuer.keyRequests()], [[], [], 1]);
  });

  it('is an issuer whose name nobody knows, once, and it serves all the same', async () => {
    const warning = await warningOf({ ...GOOD, OKTA_DOMAIN: 'nobody.invalid' });
    assert.match(
      warning,
      /^not ready: the keys of the issuer cannot be read at https:\/\/nobody\.invalid\/oauth2\/default\/v1\/keys: .*\(DNS\)$/,
    );
    assert.equal((await fetch(new URL('/readyz', server?.url))).status, 503);
    assert.equal((await fetch(new URL('/healthz', server?.url))).status, 200);
    assert.equal(linesOf('warn').join('\n'), warning);
  });

  for (const [what, status, body, cause] of [
    ['that has no such authorization server', 404, '<html>', 'it answered 404: no authorization server is there'],
    ['that sends elsewhere', 302, '', 'it answered 302: it sends elsewhere, which is not followed'],
    ['whose keys are a page', 200, '<html>', 'its answer is not what was asked for'],
    ['whose keys are none', 200, '{}', 'its answer is no key set'],
  ] as const) {
    it(`is an issuer ${what}`, async () => {
      const issuer = await issuerThatAnswers(status, body);
      const warning = await warningOf({ ...GOOD, OKTA_ISSUER: issuer });
      assert.equal(warning, `not ready: the keys of the issuer cannot be read at ${issuer}/v1/keys: ${cause}`);
    });
  }

  it('is an issuer that nobody listens for, or whose certificate is not trusted', async () => {
    const { port, close } = await listen(createServer(), 0);
    await close();
    assert.match(
      await warningOf({ ...GOOD, OKTA_ISSUER: `http://127.0.0.1:${port}/oauth2/default` }),
      /nothing listens there/,
    );
    await server?.kill();
    const { cert, key } = testCertificate({ host: '127.0.0.1' });
    const tls = await listen(createTlsServer({ cert, key: key.export({ type: 'pkcs8', format: 'pem' }) }), 0);
    closeOthers.push(tls.close);
    assert.match(
      await warningOf({ ...GOOD, OKTA_ISSUER: `https://127.0.0.1:${tls.port}/oauth2/default` }),
      /its certificate is from an authority that is not trusted here \(TLS\)/,
    );
  });

  it('is a client that the issuer does not take for introspection', async () => {
    const issuer = await issuerThatAnswers(401, '{"error":"invalid_client"}');
    const client = { OKTA_INTROSPECTION: 'true', OKTA_CLIENT_ID: 'c', OKTA_CLIENT_SECRET: 'wrong-secret' };
    assert.equal(
      await warningOf({ ...GOOD, ...client, OKTA_ISSUER: issuer }),
      `not ready: the issuer does not check tokens at ${issuer}/v1/introspect: it answered 401: it does not take this client; check OKTA_CLIENT_ID and OKTA_CLIENT_SECRET`,
    );
    assert.deepEqual(linesOf('error'), []);
    assert.ok(server?.said().includes('wrong-secret') === false);
  });

  it('is a proxy: where people sign in, what it keeps where, what it forgets, and that Okta cannot be reached', async () => {
    const issuer = await issuerThatAnswers(404, '');
    const { MCP_PROXY_DB: _, ...rest } = PROXY;
    server = await startServerProcess({ ...rest, MCP_PROXY_DB: inFolder('proxy.db'), OKTA_ISSUER: issuer });
    await until(() => linesOf('warn').length === 2, 'both warnings');
    const [line = ''] = linesOf('info');
    assert.ok(
      line.includes(`signs people in at ${issuer}, as an OAuth proxy, sign-ins in memory, incidents in memory`),
      line,
    );
    const warnings = linesOf('warn').join('\n');
    assert.match(warnings, /without SESSION_SECRET_KEY .* forgets/);
    assert.ok(warnings.includes(`(${issuer}/.well-known/openid-configuration: it answered 404`), warnings);
  });

  it('is what has no effect, also where it cannot start', async () => {
    const none = { SESSION_SECRET_KEY: 'x'.repeat(32), OKTA_CLIENT_SECRET: 's' };
    const issuer = await issuerThatAnswers(200, '{"keys":[]}');
    const warnings = await warningOf({ ...GOOD, ...none, OKTA_ISSUER: issuer });
    assert.match(warnings, /SESSION_SECRET_KEY has no effect without MCP_PROXY=true/);
    const { code, errors } = await runServerProcess(none);
    assert.equal(code, 1);
    assert.match(errors, /SESSION_SECRET_KEY has no effect without MCP_PROXY=true[^]*OKTA_DOMAIN is missing/);
  });

  it('is that a database was used by a newer version', async () => {
    const words =
      'this database was used by a newer version (migration 99_future). Run that version, or restore the copy made before the upgrade.';
    const file = { ...GOOD, INCIDENTS_DB: inFolder('incidents.db'), OKTA_ISSUER: 'http://127.0.0.1:9/a' };
    server = await startServerProcess(file);
    await server.kill();
    const insert = `insert into kysely_migration (name, timestamp) values ('99_future', '2099-01-01T00:00:00.000Z')`;
    const database = new DatabaseSync(file.INCIDENTS_DB);
    database.exec(insert);
    database.close();
    const ofFile = await runServerProcess(file);
    assert.equal(ofFile.errors, `Incident Desk server cannot start:\n  - INCIDENTS_DB: ${words}\n`);
    const url = await emptyDatabase();
    const client = new pg.Client(url);
    await client.connect();
    await client.query(insert);
    await client.end();
    const { errors } = await runServerProcess({ ...file, DATABASE_URL: url });
    assert.match(
      errors,
      / {2}- DATABASE_URL: PostgreSQL at [^@]*:\d+\/[^@]*: this database was used by a newer version/,
    );
  });

  it('is everything that is wrong with its files, at once', async () => {
    mkdirSync(inFolder('incidents.db'));
    writeFileSync(inFolder('cert.pem'), 'no certificate');
    const { code, errors } = await runServerProcess({
      ...{ ...GOOD, OKTA_ISSUER: 'http://127.0.0.1:9/a', INCIDENTS_DB: inFolder('incidents.db') },
      ...{ MCP_TLS_CERT_FILE: inFolder('cert.pem'), MCP_TLS_KEY_FILE: inFolder('key.pem') },
      MCP_AUDIT_LOG: inFolder('none/audit.log'),
    });
    assert.equal(code, 1);
    assert.deepEqual(errors.split('\n').slice(1, -1), [
      `  - MCP_AUDIT_LOG: the folder ${inFolder('none')} does not exist; make it, or correct the path`,
      `  - MCP_TLS_KEY_FILE: ${inFolder('key.pem')} does not exist`,
      `  - MCP_TLS_CERT_FILE: ${inFolder('cert.pem')} holds no certificate (PEM)`,
      `  - INCIDENTS_DB: ${inFolder('incidents.db')} is a folder, not a file`,
    ]);
  });

  it('is that a key does not belong to its certificate', async () => {
    writeFileSync(inFolder('cert.pem'), testCertificate({ host: '127.0.0.1' }).cert);
    const { key } = testCertificate({ host: '127.0.0.1' });
    writeFileSync(inFolder('key.pem'), key.export({ type: 'pkcs8', format: 'pem' }));
    const { errors } = await runServerProcess({
      ...{ ...GOOD, OKTA_ISSUER: 'http://127.0.0.1:9/a' },
      ...{ MCP_TLS_CERT_FILE: inFolder('cert.pem'), MCP_TLS_KEY_FILE: inFolder('key.pem') },
    });
    const files = `${inFolder('key.pem')}, ${inFolder('cert.pem')}`;
    assert.ok(
      errors.includes(`- MCP_TLS_KEY_FILE, MCP_TLS_CERT_FILE: the key does not belong to the certificate (${files})`),
      errors,
    );
  });

  it('is where PostgreSQL was looked for in vain, without its password', async () => {
    const hangingUp = createTcpServer((socket) => socket.destroy());
    hangingUp.listen(0, '127.0.0.1');
    await once(hangingUp, 'listening');
    const { port } = z.object({ port: z.number() }).parse(hangingUp.address());
    const start = async (): Promise<string> => {
      const DATABASE_URL = `postgres://desk:pass-word@127.0.0.1:${port}/incidents`;
      return (await runServerProcess({ ...GOOD, OKTA_ISSUER: 'http://127.0.0.1:9/a', DATABASE_URL })).errors;
    };
    const place = `DATABASE_URL: PostgreSQL at 127.0.0.1:${port}/incidents: `;
    const hungUp = await start();
    const closed = once(hangingUp, 'close');
    hangingUp.close();
    await closed;
    const refused = await start();
    assert.ok(hungUp.includes(`${place}it ended the connection`), hungUp);
    assert.ok(refused.includes(`${place}nothing listens there`), refused);
    assert.ok(!`${hungUp}${refused}`.includes('pass-word'));
  });

  it('is an older Node, before all else and alone', async () => {
    const older =
      "for (const [name, value] of [['version', 'v20.20.2'], ['versions', { ...process.versions, node: '20.20.2' }]]) Object.defineProperty(process, name, { value }); delete URL.parse";
    const args = ['--import', `data:text/javascript,${encodeURIComponent(older)}`, MAIN];
    const child = spawn(process.execPath, args, { env: { OKTA_DOMIAN: 'x' }, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    await once(child, 'close');
    assert.equal(child.exitCode, 1);
    assert.match(
      errors,
      /^Incident Desk server cannot start:\n {2}- it needs Node\.js 24 or newer, and this is v20\.20\.2 \(.*\)\n$/,
    );
  });

  it('is followed by a last line when it has stopped', async () => {
    server = await startServerProcess({ ...GOOD, OKTA_ISSUER: 'http://127.0.0.1:9/a' });
    assert.equal((await fetch(new URL('/healthz', server.url))).status, 200);
    server.signal('SIGTERM');
    await until(() => linesOf('info').at(-1) === 'Incident Desk server stopped', 'the last line');
  });
});
