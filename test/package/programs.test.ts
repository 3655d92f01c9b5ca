import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { unpackVsix } from '../../scripts/support/readZip.ts';
import { DIST, vsixPath } from '../../scripts/support/paths.ts';
import { beginAuthorization } from '../../src/core/oauth/signIn/authorization.ts';
import { planSignIn } from '../../src/core/oauth/signIn/planSignIn.ts';
import { demoInfoSchema } from '../../src/shared/demo.ts';
import { loginByForm } from '../integration/support/loginByForm.ts';

describe('The programs in the VSIX, and the server beside it', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'incident-desk-programs-'));
    unpackVsix(vsixPath(), folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const isShipped = program === 'demo.js';
    return spawn(process.execPath, [path.join(isShipped ? path.join(folder, 'dist') : DIST, program), ...args], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async function firstLine(child: ChildProcess): Promise<string> {
    assert.ok(child.stdout && child.stderr);
    const errors: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
    const ended = once(child, 'exit').then(([code]) => `ended with ${String(code)}: ${errors.join('')}`);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const line = lines.next().then(({ value }) => (typeof value === 'string' ? value : ended));
    return Promise.race([line, ended]);
  }

  async function stop(child: ChildProcess): Promise<void> {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
    assert.equal(child.exitCode, 0);
  }

  it('run the demo: a server that asks for a sign-in and a stand-in that describes itself', async () => {
    const demo = start('demo.js', ['--directory', path.join(folder, 'demo')]);
    try {
      const info = demoInfoSchema.parse(JSON.parse(await firstLine(demo)));
      assert.equal((await fetch(info.serverUrl, { method: 'POST' })).status, 401);
      assert.equal((await fetch(`${info.issuer}/.well-known/oauth-authorization-server`)).status, 200);
    } finally {
      await stop(demo);
    }
  });

  it('let a person sign in at the stand-in', async () => {
    const demo = start('demo.js', ['--directory', path.join(folder, 'sign-in')]);
    const quiet = () => undefined;
    const log = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };
    const effects = { fetch, now: Date.now, log };
    try {
      const { serverUrl, clientId } = demoInfoSchema.parse(JSON.parse(await firstLine(demo)));
      const plan = await planSignIn(
        { name: 'Demo', url: serverUrl, clientId, resource: 'auto', signIn: 'auto' },
        effects,
      );
      const redirectUri = 'vscode://incident-desk.incident-desk/callback';
      const pending = await beginAuthorization(plan, { redirectUri }, effects);
      const { tokens } = await pending.redeem(await loginByForm(pending.url, 'engineer'));
      assert.ok(tokens.refreshToken);
    } finally {
      await stop(demo);
    }
  });

  it('run the server alone', async () => {
    const server = start('server.js', [], {
      OKTA_DOMAIN: 'acme.okta.com',
      OKTA_AUDIENCE: 'https://mcp-incidents-api',
      MCP_SERVER_PORT: '0',
      INCIDENTS_DB: ':memory:',
    });
    try {
      const url = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(await firstLine(server))?.[0];
      assert.ok(url);
      assert.equal((await fetch(url, { method: 'POST' })).status, 401);
    } finally {
      await stop(server);
    }
  });

  it('say what the server lacks', async () => {
    assert.match(await firstLine(start('server.js', [])), /ended with [1-9].*OKTA_DOMAIN/s);
  });
});
