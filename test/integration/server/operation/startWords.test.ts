import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServerProcess } from '../../support/serverProcess.ts';
import { runServerProcess } from '../../support/serverRun.ts';

const GOOD = {
  OKTA_ISSUER: 'http://127.0.0.1:9/oauth2/default',
  OKTA_AUDIENCE: 'https://mcp-incidents-api',
  MCP_SERVER_PORT: '0',
};

describe('what the server says to those who start it', function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'incident-desk-start-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const inFolder = (...names: string[]): string => path.join(folder, ...names);

  for (const option of ['--help', '-h']) {
    it(`${option} says what it is, its options, the variables that matter most, and where the guide is`, async () => {
      const { code, output, errors } = await runServerProcess({}, option);
      assert.deepEqual([code, errors], [0, '']);
      for (const words of [/incident server/i, /--import FILE/, /OKTA_DOMAIN/, /INCIDENTS_DB/, /MCP_SERVER_URL/]) {
        assert.match(output, words);
      }
      const guide = /src\/server\/deploy\/README\.md/.exec(output)?.[0];
      assert.ok(guide !== undefined && existsSync(path.join(import.meta.dirname, '../../../..', guide)));
    });
  }

  for (const [args, words] of [
    [['--imprt', 'x.json'], /--imprt is no option.*--help/s],
    [['x.json'], /x\.json.*--import x\.json.*--help/s],
    [['--import'], /--import needs a file.*--help/s],
    [['-x'], /-x is no option.*--help/s],
  ] as const) {
    it(`says that it does not understand ${args.join(' ')}, and exits with 2`, async () => {
      const { code, output, errors } = await runServerProcess(GOOD, ...args);
      assert.deepEqual([code, output], [2, '']);
      assert.match(errors, words);
    });
  }

  for (const name of ['INCIDENTS_DB', 'MCP_AUDIT_LOG', 'MCP_PROXY_DB']) {
    it(`makes no folder for ${name}, which may be misspelt`, async () => {
      const application = { OKTA_CLIENT_ID: 'c', OKTA_CLIENT_SECRET: 's' };
      const proxy = { MCP_PROXY: 'true', ...application, SESSION_SECRET_KEY: 'x'.repeat(32) };
      const { code, errors } = await runServerProcess({
        ...GOOD,
        ...(name === 'MCP_PROXY_DB' && proxy),
        INCIDENTS_DB: inFolder('incidents.db'),
        [name]: inFolder('mispelt', 'file'),
      });
      assert.equal(code, 1);
      assert.match(errors, new RegExp(`- ${name}: the folder ${inFolder('mispelt')} does not exist`));
      assert.equal(existsSync(inFolder('mispelt')), false);
    });
  }

  it('says that a folder is no database, and leaves nothing', async () => {
    mkdirSync(inFolder('data'));
    const { code, errors } = await runServerProcess({ ...GOOD, INCIDENTS_DB: inFolder('data') });
    assert.equal(code, 1);
    assert.match(errors, /- INCIDENTS_DB: .*data is a folder/);
    assert.deepEqual(readdirSync(folder), ['data']);
  });

  async function startLine(environment: Record<string, string>): Promise<string> {
    const server = await startServerProcess(environment);
    await server.kill();
    return server.said();
  }

  it('tells a new database from one with incidents in it', async () => {
    const environment = { ...GOOD, INCIDENTS_DB: inFolder('incidents.db') };
    const where = `incidents in ${inFolder('incidents.db')}`;
    const first = await startLine(environment);
    assert.ok(first.includes(`${where} (new database)`), first);
    assert.equal(statSync(inFolder('incidents.db')).mode & 0o777, 0o600);
    const second = await startLine(environment);
    assert.ok(second.includes(`${where} (0 incidents)`), second);
  });

  it('names the address for the settings, and where it listens', async () => {
    const url = { MCP_SERVER_URL: 'https://incidents.example.com', MCP_SERVER_HOST: '0.0.0.0' };
    const line = await startLine({ ...GOOD, ...url, INCIDENTS_DB: ':memory:' });
    assert.match(line, /server at https:\/\/incidents\.example\.com\/mcp, listening on http:\/\/0\.0\.0\.0:\d+, /);
    assert.match(line, /incidents in memory/);
  });
});
