import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { DemoInfo } from '../../../src/shared/demo.ts';
import { startDemo } from '../../../src/demo/startDemo.ts';
import type { DemoOptions, RunningDemo } from '../../../src/demo/startDemo.ts';
import { CookieJar, followLogin } from '../support/loginByForm.ts';
import { postRpc } from '../support/postRpc.ts';
import { OktaClient } from './oktaClient.ts';

/** A client of a demo's stand-in. */
function clientOf({ issuer, clientId }: DemoInfo): OktaClient {
  const { origin } = new URL(issuer);
  return new OktaClient({ issuer, origin, clientId, audience: '', requests: [], close: () => Promise.resolve() });
}

/** Calls a tool on a connection of its own, since a demo that is started again closes those it had. */
function callTool(info: DemoInfo, token: string, name: string, input: object): Promise<Response> {
  const call = { method: 'tools/call', params: { name, arguments: input } };
  return postRpc(info.serverUrl, call, token, { connection: 'close' });
}

describe('the local demo', () => {
  let directory: string;
  const running: RunningDemo[] = [];

  async function start(options: Partial<DemoOptions> = {}): Promise<RunningDemo> {
    const demo = await startDemo({ directory, ...options });
    running.push(demo);
    return demo;
  }

  async function stop(): Promise<void> {
    for (const demo of running.splice(0)) await demo.close();
    // In the next turn the clients of this very process hear that their connections are closed.
    await setImmediate();
  }

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'demo-'));
  });

  afterEach(async () => {
    await stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('serves sample incidents to people of the stand-in, and lets only the engineer write', async () => {
    const { info } = await start();
    const client = clientOf(info);
    const list = async (person: string): Promise<string> => {
      const { accessToken } = await client.signIn({}, person);
      return (await callTool(info, accessToken, 'list_incidents', { severity: 'critical' })).text();
    };
    for (const person of ['engineer', 'viewer']) assert.match(await list(person), /Found \d+ incident/);
    const created = { title: 'Made by a test', severity: 'low' };
    const viewer = await client.signIn({}, 'viewer');
    const refused = await callTool(info, viewer.accessToken, 'create_incident', created);
    assert.equal(refused.status, 403);
    assert.match(refused.headers.get('www-authenticate') ?? '', /insufficient_scope/);
    const engineer = await client.signIn();
    assert.equal((await callTool(info, engineer.accessToken, 'create_incident', created)).status, 200);
  });

  it('refuses tokens of another demo', async () => {
    const { info } = await start();
    const elsewhere = await startDemo({ directory: path.join(directory, 'other') });
    running.push(elsewhere);
    const { accessToken } = await clientOf(elsewhere.info).signIn();
    assert.equal((await callTool(info, accessToken, 'list_incidents', {})).status, 401);
  });

  it('finds people signed in and their incidents after a restart, at the same addresses', async () => {
    const first = await start();
    const { refreshToken, accessToken } = await clientOf(first.info).signIn();
    const created = await callTool(first.info, accessToken, 'create_incident', { title: 'Kept', severity: 'low' });
    const id = /INC-\d+/.exec(await created.text())?.[0];
    assert.ok(id);
    await stop();
    const second = await start();
    assert.deepEqual(second.info, first.info);
    const refreshed = await clientOf(second.info).refresh(refreshToken);
    assert.equal(refreshed.status, 200);
    const found = await callTool(second.info, refreshed.access_token ?? '', 'list_incidents', { text: 'Kept' });
    assert.match(await found.text(), new RegExp(id));
  });

  it('moves to another port, and says so, when something else took its own', async () => {
    const first = await start();
    await stop();
    const taken = createServer();
    taken.listen(Number(new URL(first.info.issuer).port), '127.0.0.1');
    await once(taken, 'listening');
    const said: string[] = [];
    const second = await start({ log: (line) => said.push(line) });
    taken.close();
    assert.notEqual(second.info.issuer, first.info.issuer);
    assert.equal(second.info.serverUrl, first.info.serverUrl);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /^Port \d+ of the stand-in for Okta is taken/);
  });

  it('keeps its folder to its owner', async function () {
    if (process.platform === 'win32') this.skip();
    await start();
    assert.equal((await stat(directory)).mode & 0o777, 0o700);
    for (const name of await readdir(directory)) {
      assert.equal((await stat(path.join(directory, name))).mode & 0o077, 0, name);
    }
  });

  it('registers the relay page and the editors’ callbacks, and shows the login page each time', async () => {
    const { info } = await start();
    const client = clientOf(info);
    const jar = new CookieJar();
    const uris = [
      info.relay,
      'vscode-insiders://incident-desk.incident-desk/callback',
      'http://127.0.0.1:33421/callback',
    ];
    for (const uri of uris) {
      const end = await followLogin(client.authorizationUrl({ redirect_uri: uri, state: 's' }), 'engineer', jar);
      assert.ok(end.kind === 'callback' && end.url.href.startsWith(`${uri}?code=`), uri);
    }
    const other = await followLogin(client.authorizationUrl(), 'nobody-of-that-name', jar);
    assert.equal(other.kind, 'page');
  });

  it('lets its relay page forward to the editors that it was told of, in earlier starts too', async () => {
    const editor = 'http://127.0.0.1:8123';
    const callback = `${editor}/stable-${'a'.repeat(40)}/callback?vscode-reqid=1&vscode-scheme=code-oss&vscode-authority=incident-desk.incident-desk&vscode-path=%2Fcallback`;
    const state = Buffer.from(JSON.stringify({ callback, nonce: 'n'.repeat(22) })).toString('base64url');
    const follow = async (relay: string): Promise<number> => {
      const query = new URLSearchParams({ state, code: 'made-up' }).toString();
      const response = await fetch(`${relay}?${query}`, { redirect: 'manual', headers: { connection: 'close' } });
      return response.status;
    };
    assert.equal(await follow((await start()).info.relay), 400);
    await stop();
    assert.equal(await follow((await start({ relayTargets: [editor] })).info.relay), 303);
    await stop();
    assert.equal(await follow((await start()).info.relay), 303);
  });
});
