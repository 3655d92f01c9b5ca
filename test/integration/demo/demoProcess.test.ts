import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isAppError } from '../../../src/core/errors.ts';
import type { Log } from '../../../src/core/effects.ts';
import { demoInfoSchema } from '../../../src/shared/demo.ts';
import type { DemoInfo } from '../../../src/shared/demo.ts';
import { createDemoControl } from '../../../src/vscode/demo/createDemoControl.ts';
import type { DemoControl, DemoControlOptions } from '../../../src/vscode/demo/createDemoControl.ts';

const SCRIPT = path.resolve(import.meta.dirname, '../../../src/demo/main.ts');

async function eventually(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds()) {
    assert.ok(performance.now() < end, 'it did not happen in time');
    await pause(20);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function silentLog(lines: string[] = []): Log {
  const write = (line: string): void => void lines.push(line);
  return { trace: write, debug: write, info: write, warn: write, error: write };
}

describe('the demo’s process', function () {
  this.timeout(30_000);
  let directory: string;
  const children: ChildProcess[] = [];
  const controls: DemoControl[] = [];

  function run(...more: string[]): ChildProcess {
    const child = spawn(process.execPath, [SCRIPT, '--directory', directory, ...more], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    children.push(child);
    return child;
  }

  async function infoOf(child: ChildProcess): Promise<DemoInfo> {
    assert.ok(child.stdout);
    for await (const line of createInterface({ input: child.stdout })) return demoInfoSchema.parse(JSON.parse(line));
    return assert.fail('it printed no line');
  }

  function control(options: Partial<DemoControlOptions> = {}): DemoControl {
    const made = createDemoControl({
      directory,
      extensionUri: { fsPath: '' },
      log: silentLog(),
      script: SCRIPT,
      ...options,
    });
    controls.push(made);
    return made;
  }

  beforeEach(async () => {
    directory = path.join(await mkdtemp(path.join(tmpdir(), 'demo-process-')), 'demo');
  });

  afterEach(async () => {
    for (const each of controls) await each.stop();
    for (const each of controls.splice(0)) each.dispose();
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }
    await rm(path.dirname(directory), { recursive: true, force: true });
  });

  it('prints one line when it is ready, and leaves no lock behind at the end', async () => {
    const child = run();
    const info = await infoOf(child);
    assert.equal(info.pid, child.pid);
    assert.equal((await fetch(new URL('/healthz', info.serverUrl))).status, 200);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    assert.deepEqual(await exited, [0, null]);
    for (const name of ['lock', 'demo.json']) assert.equal(existsSync(path.join(directory, name)), false, name);
  });

  it('joins the one that runs for the folder, also when both start at once', async () => {
    const [one, two] = [run(), run()];
    const [first, second] = await Promise.all([infoOf(one), infoOf(two)]);
    assert.deepEqual(first, second);
    const loser = first.pid === one.pid ? two : one;
    if (loser.exitCode === null) await once(loser, 'exit');
    assert.equal(loser.exitCode, 0);
  });

  it('lets whoever has the token that it was given register an application, and nobody else', async () => {
    const { issuer } = await infoOf(run('--registration-token', 'of-the-administrator'));
    const register = async (token: string): Promise<number> => {
      const headers = { authorization: `SSWS ${token}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ redirect_uris: ['http://127.0.0.1:9001/oauth/callback'] });
      return (await fetch(new URL('/oauth2/v1/clients', issuer), { method: 'POST', headers, body })).status;
    };
    assert.deepEqual([await register('of-somebody'), await register('of-the-administrator')], [401, 201]);
  });

  it('takes over from one that was killed', async () => {
    const child = run();
    const first = await infoOf(child);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    assert.ok(existsSync(path.join(directory, 'lock')));
    const second = await infoOf(run());
    assert.deepEqual({ ...second, pid: 0 }, { ...first, pid: 0 });
  });

  it('starts anew at the same addresses for an editor that its relay page does not know', async () => {
    const first = await infoOf(run());
    const second = await infoOf(run('--relay-target', 'http://127.0.0.1:8123'));
    assert.notEqual(second.pid, first.pid);
    assert.deepEqual({ ...second, pid: 0 }, { ...first, pid: 0 });
    assert.deepEqual(await infoOf(run('--relay-target', 'http://127.0.0.1:8123')), second);
  });

  it('is started once for all windows, joined by them and stopped for all', async () => {
    const [one, two] = [control({ beatEveryMs: 50 }), control({ beatEveryMs: 50 })];
    const heard: (DemoInfo | undefined)[] = [];
    two.onDidChange((info) => heard.push(info));
    assert.equal(await two.rejoin(), undefined);
    const info = await one.start();
    assert.deepEqual(await two.running(), info);
    assert.deepEqual(await two.rejoin(), info);
    await one.stop();
    assert.equal(isAlive(info.pid), false);
    assert.equal(await two.running(), undefined);
    await eventually(() => heard.length === 2);
    assert.deepEqual(heard, [info, undefined]);
    assert.equal(await two.rejoin(), undefined);
  });

  it('is not taken for another process that has its id by now', async () => {
    const child = run();
    const info = await infoOf(child);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    children.push(bystander);
    await once(bystander, 'spawn');
    writeFileSync(path.join(directory, 'lock'), String(bystander.pid));
    writeFileSync(path.join(directory, 'demo.json'), JSON.stringify({ ...info, pid: bystander.pid }));
    const one = control();
    assert.equal(await one.running(), undefined);
    await one.stop();
    assert.ok(bystander.pid !== undefined && isAlive(bystander.pid));
  });

  it('is started again after the editor was closed without stopping it', async () => {
    const one = control();
    const info = await one.start();
    process.kill(info.pid, 'SIGTERM');
    await eventually(() => !isAlive(info.pid));
    const again = await control().rejoin();
    assert.ok(again);
    assert.equal(again.serverUrl, info.serverUrl);
    assert.notEqual(again.pid, info.pid);
  });

  it('is told by the window that somebody still uses it', async () => {
    const heartbeat = path.join(directory, 'heartbeat');
    await control({ beatEveryMs: 20 }).start();
    utimesSync(heartbeat, 1000, 1000);
    await eventually(() => statSync(heartbeat).mtimeMs > Date.now() - 60_000);
  });

  it('fails with what it said, or for a Node without SQLite with an error of its own', async () => {
    const script = path.join(path.dirname(directory), 'fails.mjs');
    writeFileSync(script, 'console.error("first"); console.error("disk is full"); process.exitCode = 1;');
    const failing = control({ script });
    await assert.rejects(
      failing.start(),
      (error) => isAppError(error, 'demo_failed') && error.args['reason'] === 'disk is full',
    );
    assert.equal(await failing.rejoin(), undefined);
    writeFileSync(script, 'process.exitCode = 3;');
    await assert.rejects(control({ script }).start(), (error) => isAppError(error, 'demo_unsupported'));
    const missing = control({ execPath: path.join(directory, 'no-such-program') });
    await assert.rejects(missing.start(), (error) => isAppError(error, 'demo_failed'));
  });
});
