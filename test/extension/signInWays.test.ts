import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import * as vscode from 'vscode';
import { isAppError } from '../../src/core/errors.ts';
import { serverId } from '../../src/core/serverEntry.ts';
import type { SignInSetting } from '../../src/core/serverEntry.ts';
import { serverScope } from '../../src/vscode/auth/provider/providerId.ts';
import { signInAnotherWayCommand } from '../../src/vscode/commands/signInAnotherWay.ts';
import { LOOPBACK_PORTS } from '../../src/shared/names.ts';
import type { World } from '../integration/oauth/world.ts';
import { eventually, startSignInDesk } from './world/signInDesk.ts';
import type { SignInDesk, SignInDeskOptions } from './world/signInDesk.ts';

async function occupy(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('Each way to sign in, in the editor', function () {
  this.timeout(60_000);
  let world: World;
  let desk: SignInDesk;
  let busy: Server[];
  let offered: (readonly string[])[];
  let login: (url: URL) => Promise<URL>;

  beforeEach(async () => {
    [busy, offered] = [[], []];
    const { startWorld, loginByForm } = await import('./world/world.ts');
    login = (url) => loginByForm(url, 'engineer');
    world = await startWorld();
  });
  afterEach(async () => {
    for (const server of busy) server.close();
    await desk.close();
    await world.close();
  });

  async function start(browse: SignInDeskOptions['browse'], signIn: SignInSetting = 'auto') {
    const pick = (labels: readonly string[]): string => {
      offered.push(labels);
      return 'Use 127.0.0.1';
    };
    desk = await startSignInDesk({ entries: () => [{ ...world.entry, signIn }], browse, pick });
    return { scopes: [serverScope(serverId(world.entry))] };
  }

  async function isTaken(token: string): Promise<boolean> {
    const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    };
    const response = await fetch(world.server.url, { method: 'POST', headers, body: JSON.stringify(ping) });
    await response.text();
    return response.status !== 401;
  }

  it('ends with a token that the server takes, after the browser opened the editor', async () => {
    const { scopes } = await start(login);
    const { accessToken, account } = await desk.provider.createSession(scopes);
    assert.ok(await isTaken(accessToken));
    assert.ok(!(await isTaken('another')));
    assert.match(account.label, /erin\.alvarez@example\.com \(Prod\)/);
    const redirect = desk.opened[0]?.searchParams.get('redirect_uri');
    assert.equal(redirect, 'vscode://incident-desk.incident-desk/callback');
    assert.equal(desk.links.size, 0, 'the links went with the sign-in');
  });

  it('asks once, however many calls want a session of the server', async () => {
    const gate = Promise.withResolvers<undefined>();
    const { scopes } = await start(async (url) => {
      await gate.promise;
      return login(url);
    });
    const waiting = Array.from({ length: 20 }, () => desk.provider.createSession(scopes));
    await eventually(() => desk.opened.length > 0);
    gate.resolve(undefined);
    const ids = new Set((await Promise.all(waiting)).map(({ id }) => id));
    assert.deepEqual([ids.size, desk.opened.length, world.tokenRequests('authorization_code')], [1, 1, 1]);
    assert.equal(desk.shown.length, 1, 'one confirmation');
  });

  it('comes back to a listener on this machine, on the next port where one is busy', async () => {
    const { scopes } = await start(login, 'loopback');
    busy = [await occupy(LOOPBACK_PORTS[0])];
    await desk.provider.createSession(scopes);
    const redirect = desk.opened[0]?.searchParams.get('redirect_uri');
    assert.equal(redirect, `http://127.0.0.1:${LOOPBACK_PORTS[1]}/callback`);
    busy.push(await occupy(LOOPBACK_PORTS[1]));
  });

  it('says that all ports are busy, where no other way is left', async () => {
    const { scopes } = await start(login, 'loopback');
    busy = await Promise.all(LOOPBACK_PORTS.map(occupy));
    const prompts = desk.prompts.watch(scopes[0]?.slice('server:'.length) ?? '');
    await assert.rejects(Promise.resolve(desk.provider.createSession(scopes)));
    assert.ok(isAppError(prompts.failure, 'loopback_busy'));
    assert.deepEqual(desk.opened, []);
  });

  it('goes on by another way that the person clicks on, where all ports are busy', async () => {
    const { scopes } = await start((url, opened) => (opened === 1 ? Promise.resolve(undefined) : login(url)));
    busy = await Promise.all(LOOPBACK_PORTS.map(occupy));
    const made = desk.provider.createSession(scopes);
    await desk.click('Use 127.0.0.1');
    await desk.click('Let the browser open VS Code');
    assert.ok(await isTaken((await made).accessToken));
  });

  it('takes only the answer to the way that the person went over to', async () => {
    const { scopes } = await start((url, opened) => (opened === 1 ? Promise.resolve(undefined) : login(url)));
    const made = desk.provider.createSession(scopes);
    const first = await eventually(() => desk.opened[0]);
    await desk.click('Use 127.0.0.1');
    await made;
    await desk.arrive(await login(first));
    assert.equal(world.tokenRequests('authorization_code'), 1);
    assert.equal((await desk.sessions.list()).length, 1);
    assert.match(desk.opened[1]?.searchParams.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:334\d\d\/callback$/);
  });

  it('offers the links of its notification to the keyboard too', async () => {
    const { scopes } = await start((url, opened) => (opened === 1 ? Promise.resolve(undefined) : login(url)));
    const made = desk.provider.createSession(scopes);
    await eventually(() => [...desk.links].some(({ title }) => title === 'Copy the sign-in link'));
    const offerLinks = signInAnotherWayCommand({ open: () => [...desk.links] });
    await offerLinks();
    await made;
    assert.deepEqual(offered[0]?.toSorted(), [
      'Copy the sign-in link',
      'Paste an address instead',
      'Type a code instead',
      'Use 127.0.0.1',
    ]);
    assert.match(desk.opened[1]?.searchParams.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:/);
  });

  it('ends in silence when the person cancels it', async () => {
    const { scopes } = await start(() => Promise.resolve(undefined));
    const prompts = desk.prompts.watch(serverId(world.entry));
    const made = Promise.resolve(desk.provider.createSession(scopes));
    const ended = assert.rejects(made);
    await eventually(() => desk.links.size > 0);
    // The button "Cancel" of the newest notification.
    await vscode.commands.executeCommand('notification.acceptPrimaryAction');
    await ended;
    assert.ok(isAppError(prompts.failure, 'cancelled'));
    assert.equal(desk.shown.length, 1, 'nothing but the confirmation was shown');
    assert.equal(desk.links.size, 0);
    assert.deepEqual(await desk.sessions.list(), []);
  });
});
