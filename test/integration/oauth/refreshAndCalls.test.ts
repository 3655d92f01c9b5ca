import assert from 'node:assert/strict';
import type { Effects } from '../../../src/core/effects.ts';
import { isAppError } from '../../../src/core/errors.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import { connectTo } from '../support/connectTo.ts';
import { HeldAnswer } from './tokenFaults.ts';
import type { Fault } from './tokenFaults.ts';
import { eventually, startWorld } from './world.ts';
import type { World } from './world.ts';

/** As the platform's fetch fails where a name is not known. */
const noSuchHost = new TypeError('fetch failed', {
  cause: Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }),
});

describe('A call', function () {
  this.timeout(30_000);
  let world: World;
  let window: Sessions;
  let id: string;
  let connection: McpConnection;
  let faults: Fault[];
  let offline: boolean;
  /** Tool calls that went out on the wire. */
  let sent: number;

  beforeEach(async () => {
    faults = [];
    offline = false;
    sent = 0;
    world = await startWorld({
      intercept: (request, response, path) =>
        path.endsWith('/v1/token') && (faults.shift()?.(response, request) ?? false),
    });
    const watched: Effects['fetch'] = (input, init) => {
      if (typeof init?.body === 'string' && init.body.includes('"tools/call"')) sent += 1;
      return offline ? Promise.reject(noSuchHost) : fetch(input, init);
    };
    const effects = { ...world.effects, fetch: watched };
    window = new Sessions({ secrets: world.secrets, directory: world.directory, effects });
    ({ id } = await window.add(await world.signIn()));
    connection = await connectTo(world.server.url, {
      entry: world.entry,
      effects,
      tokens: { token: () => window.token(id), replace: (rejected) => window.replace(id, rejected) },
    });
  });
  afterEach(async () => {
    await connection.close();
    window.dispose();
    await world.close();
  });

  const create = (title: string): ReturnType<McpConnection['callTool']> =>
    connection.callTool('create_incident', { title, severity: 'low' });
  async function titles(): Promise<string> {
    return JSON.stringify(await connection.callTool('list_incidents', {}));
  }
  const count = (text: string, part: string): number => text.split(`${part} (`).length - 1;

  it('that is made while a refresh runs waits for it, and is sent once', async () => {
    world.pass(3600);
    const held = new HeldAnswer();
    faults = [held.fault];
    const calls = [create('First of two'), create('Second of two')];
    await eventually(() => held.begun);
    assert.equal(sent, 0);
    held.release();
    await Promise.all(calls);
    assert.equal(sent, 2);
    assert.equal(world.tokenRequests('refresh_token'), 1);
    const listed = await titles();
    assert.equal(count(listed, 'First of two'), 1);
    assert.equal(count(listed, 'Second of two'), 1);
  });

  it('after a sleep in the middle of a refresh goes on with what that brought', async () => {
    world.pass(3600);
    const held = new HeldAnswer();
    faults = [held.fault];
    const call = create('After a sleep');
    await eventually(() => held.begun);
    world.pass(1800);
    held.release();
    await call;
    assert.equal(sent, 1);
    assert.equal(world.tokenRequests('refresh_token'), 1);
  });

  it('after a night asleep refreshes first', async () => {
    world.pass(8 * 3600);
    await create('In the morning');
    assert.equal(sent, 1);
    assert.equal(world.tokenRequests('refresh_token'), 1);
  });

  it('without a name server fails, leaves the session, and works when the network is back', async () => {
    world.pass(3600);
    offline = true;
    await assert.rejects(create('Too early'), (error) => isAppError(error, 'token_endpoint_unreachable'));
    assert.equal(sent, 0);
    assert.equal((await window.list()).length, 1);
    offline = false;
    await create('In time');
    assert.equal(sent, 1);
  });
});
