import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCK_DURATION, takeRefreshLock } from '../../../src/core/oauth/sessions/refreshLock.ts';
import { eventually } from '../../integration/oauth/world.ts';

const NOW = 1_800_000_000_000;

describe('The lock of a refresh', function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'incident-desk-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const take = (now = NOW) => takeRefreshLock(folder, 3, now);
  async function changeLock(change: object): Promise<void> {
    const path = join(folder, '3.0');
    const lock: unknown = JSON.parse(await readFile(path, 'utf8'));
    assert.ok(typeof lock === 'object');
    await writeFile(path, JSON.stringify({ ...lock, ...change }));
  }

  it('is held by one contender of many', async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => take()));
    assert.equal(taken.filter((lock) => lock !== undefined).length, 1);
    assert.deepEqual(await readdir(folder), ['3.0']);
  });

  it('is held until its deadline, and then never deleted but followed', async () => {
    assert.ok(await take());
    assert.equal(await take(NOW + LOCK_DURATION - 1), undefined);
    assert.ok(await take(NOW + LOCK_DURATION));
    assert.deepEqual((await readdir(folder)).sort(), ['3.0', '3.1']);
  });

  it('goes to the next contender once it is released', async () => {
    await (await take())?.release();
    assert.ok(await take());
    assert.equal(await take(), undefined);
  });

  it('goes to the next contender once its owner is dead', async () => {
    await take();
    const { pid } = spawnSync(process.execPath, ['--version']);
    await changeLock({ pid });
    assert.ok(await take());
  });

  it('goes to the next contender once its owner is dead, though nobody has asked for its exit code', async () => {
    await take();
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const written: unknown = (await once(parent.stdout, 'data')).at(0);
      await changeLock({ pid: Number(String(written)), started: undefined });
      await eventually(() => take());
    } finally {
      parent.kill();
    }
  });

  it('goes to the next contender once its owner is dead, though another process has got its number', async () => {
    await take();
    await changeLock({ started: '1' });
    assert.ok(await take());
  });

  it('says whether the one before it ran out though its owner may live', async () => {
    assert.equal((await take())?.followsLiving, false);
    const second = await take(NOW + LOCK_DURATION);
    assert.equal(second?.followsLiving, true);
    await second.release();
    assert.equal((await take(NOW + LOCK_DURATION))?.followsLiving, false);
  });

  it('is held until its deadline where its owner runs on another boot or in another container', async () => {
    await take();
    const { pid } = spawnSync(process.execPath, ['--version']);
    await changeLock({ pid, boot: 'another boot' });
    assert.equal(await take(), undefined);
  });

  it('does not hold where it is damaged, or from before the clock was set back', async () => {
    await take();
    await changeLock({ deadline: NOW + 3_600_000 });
    assert.ok(await take());
    await writeFile(join(folder, '3.1'), 'garbage');
    assert.ok(await take());
    await writeFile(join(folder, '3.2'), '{}');
    assert.ok(await take());
  });

  it('is one for each generation', async () => {
    assert.ok(await take());
    assert.ok(await takeRefreshLock(folder, 30, NOW));
    assert.ok(await takeRefreshLock(folder, 4, NOW));
  });
});
