import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../../src/server/main.ts');

/** Starts the server as people do, with nothing in its environment but what the test says. */
function start(environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--no-warnings', MAIN], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

const GOOD = {
  OKTA_ISSUER: 'http://127.0.0.1:9/oauth2/default',
  OKTA_AUDIENCE: 'https://mcp-incidents-api',
  MCP_SERVER_PORT: '0',
  INCIDENTS_DB: ':memory:',
};

describe('the server as a process', function () {
  this.timeout(20_000);

  it('says what is missing and exits with 1', async () => {
    const child = start({});
    const errors = collect(child.stderr);
    const code = await exitCode(child);
    assert.equal(code, 1);
    assert.match(errors(), /cannot start:\n {2}- OKTA_DOMAIN is missing/);
    assert.match(errors(), /OKTA_AUDIENCE is missing/);
  });

  it('says why it cannot keep incidents and exits with 1', async () => {
    const child = start({ ...GOOD, INCIDENTS_DB: '/dev/null/incidents.db' });
    const errors = collect(child.stderr);
    const code = await exitCode(child);
    assert.equal(code, 1);
    assert.match(errors(), /INCIDENTS_DB/);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`serves until ${signal}, then stops by itself`, async () => {
      const child = start(GOOD);
      try {
        const output = collect(child.stdout);
        let url: string | undefined;
        while (url === undefined) {
          await once(child.stdout ?? child, 'data');
          url = /server at (\S+),/.exec(output())?.[1];
        }
        const response = await fetch(new URL('/healthz', url));
        assert.equal(response.status, 200);
        child.kill(signal);
        const code = await exitCode(child);
        assert.equal(code, 0);
      } finally {
        child.kill('SIGKILL');
      }
    });
  }
});
