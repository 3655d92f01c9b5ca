import assert from 'node:assert/strict';
import type { Client } from '@modelcontextprotocol/client';
import type { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import { SecretsSeen } from '../support/secretsSeen.ts';
import { eventually, startWorld } from '../oauth/world.ts';
import type { World } from '../oauth/world.ts';
import { callBare, connectEditor, startGatewayDesk } from './gatewayDesk.ts';
import type { GatewayDesk } from './gatewayDesk.ts';

describe('A chat session by the gateway', function () {
  this.timeout(30_000);
  let world: World;
  let window: Sessions;
  let id: string;
  let desk: GatewayDesk;
  let seen: SecretsSeen;
  let editor: Client | undefined;

  beforeEach(async () => {
    editor = undefined;
    seen = new SecretsSeen();
    world = await startWorld();
    ({ window, id } = await world.signedInWindow());
    const tokens = { token: () => window.token(id), replace: (rejected: string) => window.replace(id, rejected) };
    desk = await startGatewayDesk(world.entry, tokens, { ...world.effects, fetch: seen.watch(fetch) });
  });
  afterEach(async () => {
    await editor?.close();
    desk.gateway.dispose();
    await world.close();
  });

  const list = async (): Promise<string> => JSON.stringify(await editor?.callTool({ name: 'list_incidents' }));

  for (const mode of ['legacy', 'auto'] as const) {
    it(`notices nothing of two expiries, in the era "${mode}"`, async () => {
      editor = await connectEditor(desk, mode);
      assert.match(await list(), /No incidents/);
      for (const title of ['First', 'Second']) {
        world.pass(3700);
        const made = await editor.callTool({ name: 'create_incident', arguments: { title, severity: 'low' } });
        assert.notEqual(made.isError, true, JSON.stringify(made));
        assert.match(await list(), new RegExp(title));
      }
      assert.equal(world.tokenRequests('refresh_token'), 2);
      assert.equal((await list()).split('Second (').length - 1, 1);
    });
  }

  it('hears what the server says by itself, as it comes', async () => {
    const heard: string[] = [];
    editor = await connectEditor(desk, 'legacy', (notice) => heard.push(notice));
    await editor.callTool({ name: 'create_incident', arguments: { title: 'News', severity: 'low' } });
    await eventually(() => heard.includes('notifications/resources/list_changed'));
  });

  it('says in words that nobody is signed in, and goes on after the next sign-in', async () => {
    editor = await connectEditor(desk);
    await window.remove(id);
    await assert.rejects(list(), /signed_out: /);
    ({ id } = await window.add(await world.signIn()));
    assert.match(await list(), /No incidents/);
  });

  it('ends when what it was lent is taken back', async () => {
    editor = await connectEditor(desk);
    desk.takeBack();
    await assert.rejects(list());
  });

  it('shows no token to the editor, nor to the log', async () => {
    editor = await connectEditor(desk);
    await list();
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    const headers = { authorization: desk.gateway.authorization, 'content-type': 'application/json' };
    const answers = [await callBare(desk.url, headers, { body })];
    await window.remove(id);
    answers.push(await callBare(desk.url, headers, { body }));
    assert.deepEqual(seen.kinds, ['authorization Bearer']);
    assert.deepEqual(seen.findIn(JSON.stringify(answers)), []);
    assert.deepEqual(seen.findIn(world.log.join('\n')), []);
    const secret = desk.gateway.authorization.split(' ')[1] ?? assert.fail();
    assert.ok(!world.log.join('\n').includes(secret));
    assert.ok(!world.log.join('\n').includes(new URL(desk.url).pathname));
  });
});
