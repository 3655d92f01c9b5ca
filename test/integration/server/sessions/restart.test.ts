import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RESOURCE } from '../../../../src/shared/names.ts';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { beginSession, callIn, listenIn, sendTo } from '../../support/sessionWire.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';

describe('2025-era sessions of a server that is started anew on its SQLite file', () => {
  let issuer: TokenIssuer;
  let folder: string;
  let server: RunningServer;
  const start = () => startServer({ ...issuer, databasePath: path.join(folder, 'incidents.db') });

  before(async () => {
    issuer = await startTokenIssuer();
    folder = await mkdtemp(path.join(tmpdir(), 'incident-sessions-'));
    server = await start();
  });
  after(async () => {
    await server.close();
    await issuer.close();
    await rm(folder, { recursive: true });
  });

  it('go on with their subscriptions, for their owner alone, and have their clients look again', async () => {
    const token = await issuer.token();
    const session = await beginSession(server.url, token);
    const before = await listenIn(server.url, token, session);
    const subscribing = { method: 'resources/subscribe', params: { uri: RESOURCE.all } };
    await (await sendTo(server.url, token, subscribing, session)).text();
    await server.close();
    await until(() => !before.isOpen(), 'the stream ends with the server');
    server = await start();
    assert.equal(await callIn(server.url, await issuer.token({ sub: 'eve@example.com' }), session), 404);
    assert.equal(await callIn(server.url, token, session), 200);
    const stream = await listenIn(server.url, token, session);
    await until(() => stream.heard.length >= 2, 'the stream says what to look at again');
    stream.heard.length = 0;
    const change = { name: 'create_incident', arguments: { title: 'Login fails' } };
    await (await sendTo(server.url, token, { method: 'tools/call', params: change }, session)).text();
    await until(() => stream.heard.length >= 2, 'the stream tells of the change');
    assert.deepEqual(stream.heard.sort(), [RESOURCE.all, 'notifications/resources/list_changed'].sort());
    stream.close();
  });

  it('leave no session id and no name of a person in the file', async () => {
    const token = await issuer.token({ sub: 'grace.hopper@example.com' });
    const session = await beginSession(server.url, token);
    for (const name of ['incidents.db', 'incidents.db-wal']) {
      const text = await readFile(path.join(folder, name), 'latin1');
      assert.ok(!text.includes(session) && !text.includes('grace.hopper'), name);
    }
  });
});
