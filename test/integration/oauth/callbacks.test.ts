import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAppError } from '../../../src/core/errors.ts';
import { Callbacks } from '../../../src/core/oauth/callbacks/callbacks.ts';
import { Handover } from '../../../src/core/oauth/callbacks/handover.ts';
import { BARE_REDIRECT, eventually, recordingLog } from './world.ts';

const STATE = 'k9Jc2vZ0qk3Yw0m1bq5sT6uVwXyZ_-abcdefghijklm';
const AWAITED = { state: STATE, path: '/callback' };
const FOREIGN_PATH = '/callback/0a1b2c3d';

/** An answer with the right state that another issuer sent: to its own path. */
function foreign(): URL {
  const url = callback(STATE, 'code=f0re1gn');
  url.pathname = FOREIGN_PATH;
  return url;
}

function callback(state: string, query = 'code=s3cr3tC0de'): URL {
  return new URL(`${BARE_REDIRECT}?${query}&state=${state}`);
}

describe('Callbacks', function () {
  this.timeout(30_000);
  let directory: string;
  let skipped: number;
  let log: string[];
  let open: Callbacks[];
  const never = new AbortController().signal;
  const window = (): Callbacks => {
    const callbacks = new Callbacks({ directory, now: () => Date.now() + skipped, log: recordingLog(log) });
    open.push(callbacks);
    return callbacks;
  };
  const markers = async (): Promise<string[]> =>
    (await readdir(join(directory, 'callbacks'))).filter((name) => !name.endsWith('.tmp'));
  const pending = (): Promise<boolean> => eventually(async () => (await markers().catch(() => [])).length > 0);

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'incident-desk-'));
    skipped = 0;
    log = [];
    open = [];
  });
  afterEach(async () => {
    for (const callbacks of open) callbacks.dispose();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  it('end the wait of the window that they reach', async () => {
    const own = window();
    const wait = own.wait(AWAITED, never);
    await own.deliver(callback(STATE));
    assert.equal((await wait).href, callback(STATE).href);
    assert.deepEqual(await markers(), []);
  });

  it('end the wait of another window', async () => {
    const waiting = window();
    const wait = waiting.wait(AWAITED, never);
    await pending();
    await window().deliver(callback(STATE));
    assert.equal((await wait).href, callback(STATE).href);
    assert.deepEqual(await markers(), []);
  });

  it('that come to all windows at once end the wait once', async () => {
    const windows = [window(), window(), window()] as const;
    const wait = windows[0].wait(AWAITED, never);
    await pending();
    await Promise.all(windows.map((each) => each.deliver(callback(STATE))));
    assert.equal((await wait).href, callback(STATE).href);
  });

  it('are told apart by state among sign-ins at the same time', async () => {
    const one = window();
    const other = window();
    const first = one.wait({ ...AWAITED, state: `${STATE}1` }, never);
    const second = other.wait({ ...AWAITED, state: `${STATE}2` }, never);
    await eventually(async () => (await markers()).length === 2);
    await one.deliver(callback(`${STATE}2`, 'code=2'));
    await other.deliver(callback(`${STATE}1`, 'code=1'));
    assert.equal((await first).searchParams.get('code'), '1');
    assert.equal((await second).searchParams.get('code'), '2');
  });

  it('are private files that hold neither state nor code in clear while they are handed over', async () => {
    const folder = join(directory, 'callbacks');
    const handover = new Handover(folder, Date.now);
    await handover.announce(AWAITED, Date.now() + 60_000);
    await handover.give(STATE, callback(STATE));
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    const names = await markers();
    assert.equal(names.length, 2);
    for (const name of names) {
      assert.ok(!name.includes(STATE));
      assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600);
      const content = await readFile(join(folder, name), 'latin1');
      assert.ok(!content.includes(STATE) && !content.includes('s3cr3tC0de'));
    }
    assert.equal(await handover.take(STATE), callback(STATE).href);
    assert.equal(await handover.take(`${STATE}x`), undefined);
  });

  for (const [name, url] of [
    ['unknown to all', callback('unknown-state')],
    ['an error with an unknown state', callback('unknown-state', 'error=access_denied')],
    ['one without state', new URL(`${BARE_REDIRECT}?code=x`)],
    ['an error without state', new URL(`${BARE_REDIRECT}?error=access_denied`)],
    ['one with two states', callback(STATE, `code=x&state=${STATE}`)],
    ["one on another issuer's path", foreign()],
    ['one of more than 8 KB', callback(STATE, `code=${'x'.repeat(9000)}`)],
  ] as const) {
    it(`change nothing: ${name}`, async () => {
      const own = window();
      const wait = own.wait(AWAITED, never);
      await pending();
      const before = await markers();
      await own.deliver(url);
      await window().deliver(url);
      assert.deepEqual(await markers(), before);
      await own.deliver(callback(STATE));
      assert.equal((await wait).href, callback(STATE).href);
      assert.deepEqual(log, []);
    });
  }

  it("are handed over still where one on another issuer's path came before", async () => {
    const waiting = window();
    const wait = waiting.wait(AWAITED, never);
    await pending();
    await window().deliver(foreign());
    await window().deliver(callback(STATE));
    assert.equal((await wait).href, callback(STATE).href);
  });

  it('are good once', async () => {
    const own = window();
    const wait = own.wait(AWAITED, never);
    await own.deliver(callback(STATE));
    await wait;
    await own.deliver(callback(STATE, 'code=replayed'));
    await window().deliver(callback(STATE, 'code=replayed'));
    assert.deepEqual(await markers(), []);
  });

  it('are waited for five minutes', async () => {
    const wait = window().wait(AWAITED, never);
    await pending();
    skipped = 5 * 60_000;
    await assert.rejects(wait, (error) => isAppError(error, 'authorization_expired'));
    assert.deepEqual(await markers(), []);
  });

  it('come too late after five minutes', async () => {
    const own = window();
    const wait = own.wait(AWAITED, never);
    await pending();
    skipped = 5 * 60_000;
    await own.deliver(callback(STATE));
    await assert.rejects(wait, (error) => isAppError(error, 'authorization_expired'));
  });

  it('are not handed over to a wait that is over', async () => {
    const wait = window().wait(AWAITED, never);
    await pending();
    skipped = 5 * 60_000;
    await window().deliver(callback(STATE));
    assert.ok(!(await markers()).some((name) => name.endsWith('.callback')));
    await assert.rejects(wait, (error) => isAppError(error, 'authorization_expired'));
  });

  it('are not waited for any more once the sign-in is cancelled or the window closed', async () => {
    const controller = new AbortController();
    const own = window();
    const cancelled = own.wait(AWAITED, controller.signal);
    controller.abort();
    await assert.rejects(cancelled, (error) => isAppError(error, 'cancelled'));
    const closed = own.wait(AWAITED, never);
    own.dispose();
    await assert.rejects(closed, (error) => isAppError(error, 'cancelled'));
    await assert.rejects(own.wait(AWAITED, AbortSignal.abort()), (error) => isAppError(error, 'cancelled'));
  });
});
