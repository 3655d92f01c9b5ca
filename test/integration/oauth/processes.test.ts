import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { tokenText } from '../../../src/core/oauth/tokens/accessToken.ts';
import { eventually, startWorld } from './world.ts';
import type { World } from './world.ts';

const AN_HOUR = 3_600_000;

describe('Windows in processes of their own', function () {
  this.timeout(60_000);
  let world: World;
  let processes: ChildProcess[];
  let intercept: (response: ServerResponse) => boolean;
  beforeEach(async () => {
    processes = [];
    intercept = () => false;
    world = await startWorld({
      intercept: (_, response, path) => path.endsWith('/v1/token') && intercept(response),
    });
  });
  afterEach(async () => {
    for (const each of processes.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
      each.kill('SIGKILL');
      await once(each, 'exit');
    }
    await world.close();
  });

  async function process(id: string): Promise<ChildProcess> {
    const child = fork(fileURLToPath(new URL('refreshingProcess.ts', import.meta.url)), { execArgv: [] });
    processes.push(child);
    const ready = once(child, 'message');
    child.send({ directory: world.directory, secrets: [...world.secrets.entries], id, ahead: AN_HOUR });
    assert.deepEqual((await ready)[0], 'ready');
    return child;
  }

  async function token(child: ChildProcess): Promise<unknown> {
    const answer = once(child, 'message');
    child.send('go');
    return (await answer)[0];
  }

  it('refresh once', async () => {
    const { id } = await world.window().add(await world.signIn());
    const children = await Promise.all([1, 2, 3, 4].map(() => process(id)));
    world.pass(3600);
    const tokens = await Promise.all(children.map((child) => token(child)));
    assert.equal(new Set(tokens).size, 1);
    assert.equal(world.tokenRequests('refresh_token'), 1);
    const here = tokenText(await world.window().token(id));
    assert.equal(createHash('sha256').update(here).digest('hex'), tokens[0]);
  });

  it('take over at once from one that died while it refreshed', async () => {
    const window = world.window();
    const { id } = await window.add(await world.signIn());
    const child = await process(id);
    world.pass(3600);
    let begun = false;
    intercept = (response) => {
      intercept = () => false;
      // The issuer does its work, and nobody hears of it any more.
      Object.assign(response, {
        end: () => {
          begun = true;
          return response;
        },
      });
      return false;
    };
    child.send('go');
    await eventually(() => begun);
    const waiting = window.token(id);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const started = performance.now();
    assert.ok(await waiting);
    // Far sooner than the lock's deadline.
    assert.ok(performance.now() - started < 10_000);
    assert.equal((await window.list()).length, 1);
  });
});
