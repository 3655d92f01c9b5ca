import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { McpConnection, ServerChange } from '../../../src/core/mcp/connection.ts';
import { startServer } from '../../../src/server/startServer.ts';
import { startFaultyServer } from '../../peers/faultyServer.ts';
import type { Answer, FaultyServer } from '../../peers/faultyServer.ts';
import { connectTo } from '../support/connectTo.ts';
import { COMPLETE } from '../support/incidentAnswers.ts';
import { startTokenIssuer } from '../support/tokenIssuer.ts';
import { steeredTokens } from '../support/tokenSource.ts';
import { until } from '../support/until.ts';

const EVERYTHING = ['tools', 'prompts', 'resources'];

/** An open `subscriptions/listen` stream, as its server has it. */
interface Stream {
  readonly id: unknown;
  readonly filter: unknown;
  readonly response: ServerResponse;
}

describe('changes that a server tells of', function () {
  this.timeout(30_000);
  let peers: { close(): Promise<void> }[];
  let heard: string[];

  beforeEach(() => {
    [peers, heard] = [[], []];
  });

  afterEach(async () => {
    for (const peer of peers) await peer.close();
  });

  function listen(connection: McpConnection): void {
    peers.unshift(connection);
    connection.onDidChange((change: ServerChange) => {
      heard.push(change.kind === 'contents' ? change.uri : change.kind);
    });
  }

  it('are heard of our own server: the contents of a resource that is watched', async () => {
    const issuer = await startTokenIssuer();
    const server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    peers.push(server, issuer);
    const connection = await connectTo(server.url, { tokens: steeredTokens(await issuer.token()) });
    connection.watchResource('incidents://all');
    listen(connection);
    for (let tries = 0; tries < 100 && !heard.includes('incidents://all'); tries++) {
      await connection.callTool('create_incident', { title: 'Disk full', severity: 'low' });
    }
    assert.ok(heard.includes('incidents://all'));
  });

  describe('by 2026-07-28', () => {
    let server: FaultyServer;
    let streams: Stream[];
    let ended: number;
    let connection: McpConnection;

    const standing: Answer = ({ params, id }, response) => {
      const stream = { id, filter: params['notifications'], response };
      streams.push(stream);
      response.on('close', () => (ended += 1));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      send(stream, 'notifications/subscriptions/acknowledged', { notifications: stream.filter });
      return undefined;
    };

    function send({ id, response }: Stream, method: string, params: object = {}): void {
      const told = { ...params, _meta: { 'io.modelcontextprotocol/subscriptionId': id } };
      response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', method, params: told })}\n\n`);
    }

    const newest = (): Stream => streams.at(-1) ?? assert.fail('no stream');

    beforeEach(async () => {
      [streams, ended] = [[], 0];
      const capabilities = { tools: { listChanged: true }, resources: { subscribe: true, listChanged: true } };
      server = await startFaultyServer({
        'server/discover': () => ({
          ...{ ...COMPLETE, supportedVersions: ['2026-07-28'], capabilities },
          serverInfo: { name: 'faulty', version: '1' },
        }),
        'subscriptions/listen': standing,
      });
      peers.push(server);
      connection = await connectTo(server.url);
    });

    it('are asked for by whoever listens, and by nobody else', async () => {
      await connection.callTool('act', {});
      assert.deepEqual(streams, []);
      listen(connection);
      await until(() => streams.length === 1, 'the stream stands');
      assert.deepEqual(newest().filter, { toolsListChanged: true, resourcesListChanged: true });
      send(newest(), 'notifications/tools/list_changed');
      send(newest(), 'notifications/prompts/list_changed');
      send(newest(), 'notifications/resources/list_changed');
      await until(() => heard.length === 3, 'the changes are told');
      assert.deepEqual(heard, ['tools', 'prompts', 'resources']);
    });

    it('are heard of a resource without a gap, as long as it is watched', async () => {
      listen(connection);
      await until(() => streams.length === 1, 'the stream stands');
      const [first, second] = [connection.watchResource('x://1'), connection.watchResource('x://1')];
      await until(() => streams.length === 2 && ended === 1, 'another stream took its place');
      assert.partialDeepStrictEqual(newest().filter, { resourceSubscriptions: ['x://1'] });
      send(newest(), 'notifications/resources/updated', { uri: 'x://1' });
      await until(() => heard.length === 1, 'the change is told');
      first.dispose();
      first.dispose();
      assert.equal(streams.length, 2);
      second.dispose();
      await until(() => streams.length === 3 && ended === 2, 'the resource is left alone');
      assert.deepEqual(newest().filter, { toolsListChanged: true, resourcesListChanged: true });
      assert.deepEqual(heard, ['x://1'], 'no gap is told');
    });

    it('may be any after a stream was lost', async () => {
      connection.watchResource('x://1');
      listen(connection);
      await until(() => streams.length === 1, 'the stream stands');
      newest().response.destroy();
      await until(() => heard.length === 4, 'another stream stands');
      assert.deepEqual(heard, [...EVERYTHING, 'x://1']);
    });

    for (const [how, answer] of [
      ['as unknown', () => ({ error: { code: -32_601, message: 'Method not found' } })],
      ['with 404', (_, response) => void response.writeHead(404).end()],
    ] satisfies [string, Answer][]) {
      it(`are not asked for again where the server refuses ${how}`, async () => {
        const calls = () => server.received.filter(({ method }) => method === 'subscriptions/listen').length;
        server.answers.set('subscriptions/listen', answer);
        listen(connection);
        await until(() => calls() === 1, 'it is asked');
        await connection.callTool('act', {});
        assert.equal(calls(), 1);
        assert.deepEqual(heard, []);
      });
    }

    it('leave nothing behind at the end', async () => {
      listen(connection);
      await until(() => streams.length === 1, 'the stream stands');
      await connection.close();
      await until(() => ended === 1, 'the stream is dropped');
      send(newest(), 'notifications/tools/list_changed');
      assert.deepEqual(heard, []);
    });

    it('do not pile up however many there are', async () => {
      listen(connection);
      await until(() => streams.length === 1, 'the stream stands');
      const { promise: all, resolve } = Promise.withResolvers<void>();
      connection.onDidChange(() => heard.length === 10_000 && resolve());
      for (let count = 0; count < 10_000; count++) send(newest(), 'notifications/tools/list_changed');
      await connection.callTool('act', {});
      await all;
      assert.equal(server.received.filter(({ method }) => method.startsWith('tools/')).length, 1);
    });
  });

  describe('by 2025-11-25', () => {
    let server: FaultyServer;
    let connection: McpConnection;
    let open: ServerResponse[];
    let resumed: unknown[];
    let session: number;

    const sent = (method: string): number => server.received.filter((one) => one.method === method).length;
    const newest = (): ServerResponse => open.at(-1) ?? assert.fail('no stream');

    function tell(method: string, params: object = {}, id = ''): void {
      newest().write(`${id && `id: ${id}\n`}data: ${JSON.stringify({ jsonrpc: '2.0', method, params })}\n\n`);
    }

    const initialize: Answer = ({ id }, response) => {
      const capabilities = { tools: { listChanged: true }, resources: { subscribe: true } };
      const result = { protocolVersion: '2025-11-25', capabilities, serverInfo: { name: 'old', version: '1' } };
      session += 1;
      response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': String(session) });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
      return undefined;
    };

    beforeEach(async () => {
      [open, resumed, session] = [[], [], 0];
      server = await startFaultyServer({
        initialize,
        'resources/subscribe': () => ({}),
        'resources/unsubscribe': () => ({}),
        GET: ({ params }, response) => {
          resumed.push(params['lastEventId']);
          open.push(response);
          response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 250\n\n');
          return undefined;
        },
      });
      peers.push(server);
      connection = await connectTo(server.url);
      listen(connection);
      await until(() => open.length === 1, 'the stream stands');
    });

    it('are heard on the stream of the session', async () => {
      const watched = connection.watchResource('x://1');
      await until(() => sent('resources/subscribe') === 1, 'the resource is watched');
      tell('notifications/resources/updated', { uri: 'x://1' });
      tell('notifications/tools/list_changed');
      await until(() => heard.length === 2, 'the changes are told');
      assert.deepEqual(heard, ['x://1', 'tools']);
      watched.dispose();
      await until(() => sent('resources/unsubscribe') === 1, 'the resource is left alone');
    });

    it('may be any after the stream was lost', async () => {
      newest().destroy();
      await until(() => heard.length === 3, 'another stream stands');
      assert.deepEqual(heard, EVERYTHING);
    });

    it('are not missed where the server goes on from the last event', async () => {
      tell('notifications/tools/list_changed', {}, 'e7');
      await until(() => heard.length === 1, 'the change is told');
      newest().destroy();
      await until(() => open.length === 2, 'another stream stands');
      tell('notifications/prompts/list_changed');
      await until(() => heard.length === 2, 'the change is told');
      assert.deepEqual(
        [heard, resumed],
        [
          ['tools', 'prompts'],
          [undefined, 'e7'],
        ],
      );
    });

    it('are asked for anew in the session after one that was forgotten', async () => {
      connection.watchResource('x://1');
      await until(() => sent('resources/subscribe') === 1, 'the resource is watched');
      let calls = 0;
      server.answers.set('tools/call', (_, response) => {
        calls += 1;
        if (calls > 1) return { content: [] };
        response.writeHead(404).end();
        return undefined;
      });
      const former = newest();
      await connection.callTool('act', {});
      assert.deepEqual([session, calls], [2, 2]);
      await until(() => sent('resources/subscribe') === 2 && former.destroyed, 'the new session knows of it');
      assert.deepEqual(heard, [...EVERYTHING, 'x://1']);
    });
  });
});
