import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tokenText } from '../../../src/core/oauth/tokens/accessToken.ts';
import { isAppError } from '../../../src/core/errors.ts';
import { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

const A_DAY = 24 * 3600;

describe('Sessions at rest', function () {
  this.timeout(30_000);
  let world: World;
  beforeEach(async () => {
    world = await startWorld({ ttl: { accessToken: 3600 }, singleSignOn: false });
  });
  afterEach(() => world.close());

  it('that cannot be read are skipped and left alone', async () => {
    const { id } = await world.signedInWindow();
    const key = [...world.secrets.entries.keys()][0] ?? '';
    const good = world.secrets.entries.get(key) ?? '';
    const prefix = key.slice(0, -id.length);
    const bad: Record<string, string> = {
      [`${prefix}notjsonnotjsonnot`]: '{',
      [`${prefix}wrongshapewrongsh`]: '{"version":1}',
      [`${prefix}anotheridanotheri`]: good,
      [`${prefix}badsealbadsealbad`]: good.replace(/"sealKey":"[^"]+"/, '"sealKey":"AAAA"'),
      'session.another-host.abcdefghijklmnop': good,
      unrelated: 'x',
    };
    for (const [name, value] of Object.entries(bad)) world.secrets.entries.set(name, value);
    const window = world.window();
    assert.deepEqual(
      (await window.list()).map((session) => session.id),
      [id],
    );
    assert.equal(world.secrets.entries.size, 7);
    assert.equal(world.log.filter((line) => line.includes('cannot be read')).length, 4);
  });

  it('ignore generation files that are damaged, stolen or out of date', async () => {
    const { window, id } = await world.signedInWindow();
    world.pass(3600);
    await window.token(id);
    const folder = world.sessionFolder(id);
    await writeFile(join(folder, '2'), await readFile(join(folder, '1')));
    await writeFile(join(folder, '3'), 'garbage');
    await mkdir(join(folder, '7'));
    const { id: otherId } = await window.add(await world.signIn({}, 'viewer'));
    await window.replace(otherId, tokenText(await window.token(otherId)));
    await writeFile(join(folder, '9'), await readFile(join(world.sessionFolder(otherId), '1')));
    const restarted = world.window();
    assert.equal(await restarted.token(id), await window.token(id));
    world.pass(3600);
    assert.equal(await restarted.token(id), await window.token(id));
    assert.equal(world.tokenRequests('refresh_token'), 3);
    assert.ok(world.log.some((line) => line.includes('damaged or not ours')));
  });

  it('leave no secret on disk or in the log, and no file that others can read', async () => {
    const { window, signedIn, id } = await world.signedInWindow();
    const secrets = [signedIn.tokens.accessToken, signedIn.tokens.refreshToken, signedIn.tokens.idToken];
    world.pass(3600);
    secrets.push(tokenText(await window.token(id)), await window.idToken(id));
    for (const text of world.secrets.entries.values()) {
      secrets.push(/"sealKey":"([^"]+)"/.exec(text)?.[1], /"refreshToken":"([^"]+)"/.exec(text)?.[1]);
    }
    const entries = await readdir(world.directory, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      assert.equal((await stat(path)).mode & 0o077, 0, path);
      if (!entry.isFile()) continue;
      const content = await readFile(path, 'latin1');
      for (const secret of secrets) assert.ok(secret && !content.includes(secret), path);
    }
    const lines = world.log.join('\n');
    for (const secret of secrets) assert.ok(secret && !lines.includes(secret));
  });

  it('survive a secret store that fails', async () => {
    const { window, id } = await world.signedInWindow();
    world.secrets.store = () => Promise.reject(new Error('locked keyring'));
    world.pass(3600);
    assert.ok(await window.token(id));
    world.secrets.keys = () => Promise.reject(new Error('locked keyring'));
    await window.rescan();
    assert.equal((await window.list()).length, 1);
    assert.deepEqual(await world.window().list(), []);
  });

  it('survive a folder that cannot be used, as long as the token is good', async () => {
    const { window, signedIn, id } = await world.signedInWindow();
    await rm(world.sessionFolder(id), { recursive: true });
    await writeFile(world.sessionFolder(id), 'in the way');
    world.pass(3590);
    assert.equal(await window.token(id), signedIn.tokens.accessToken);
  });

  it('have a folder before other windows can find them', async () => {
    const secrets = new MemorySecrets();
    const store = secrets.store.bind(secrets);
    const folders: boolean[] = [];
    secrets.store = async (key, value) => {
      folders.push(existsSync(world.sessionFolder(key.split('.').at(-1) ?? '')));
      await store(key, value);
    };
    await world.window(secrets).add(await world.signIn());
    assert.deepEqual(folders, [true]);
  });

  it('leave nothing behind a month after their end', async () => {
    const { window, id } = await world.signedInWindow();
    const { id: other } = await window.add(await world.signIn({}, 'viewer'));
    await window.remove(id);
    world.pass(29 * A_DAY);
    await world.window().list();
    assert.ok(existsSync(world.sessionFolder(id)));
    world.pass(2 * A_DAY);
    await world.window().list();
    assert.deepEqual(await readdir(join(world.directory, 'sessions')), [other]);
  });

  it('do not come back when nothing is left of their end, in a window that slept or in old secrets', async () => {
    const { window, id } = await world.signedInWindow();
    const before = new Map(world.secrets.entries);
    const asleep = world.window(new MemorySecrets(before));
    await asleep.list();
    asleep.dispose();
    await window.remove(id);
    world.pass(31 * A_DAY);
    await world.window().list();
    for (const [key, value] of before) world.secrets.entries.set(key, value);
    assert.deepEqual(await world.window().list(), []);
    assert.equal(world.secrets.entries.size, 0);
    await assert.rejects(asleep.token(id), (error) => isAppError(error, 'signed_out'));
    assert.equal(world.tokenRequests('refresh_token'), 0);
    assert.deepEqual(await readdir(join(world.directory, 'sessions')), []);
  });

  it('are signed out where the seal key is not, and there another sign-in stands beside', async () => {
    const { window, id } = await world.signedInWindow();
    const tab = world.window(new MemorySecrets());
    assert.deepEqual(await tab.list(), []);
    const second = await tab.add(await world.signIn());
    assert.notEqual(second.id, id);
    world.pass(3600);
    assert.notEqual(await tab.token(second.id), await window.token(id));
    assert.deepEqual(
      (await window.list()).map((session) => session.id),
      [id],
    );
  });

  it('stay on the host where the sign-in was', async () => {
    await world.signedInWindow();
    const elsewhere = new Sessions({
      secrets: world.secrets,
      directory: join(world.directory, 'another-host'),
      effects: world.effects,
    });
    assert.deepEqual(await elsewhere.list(), []);
    assert.equal(world.secrets.entries.size, 1);
    elsewhere.dispose();
  });
});
