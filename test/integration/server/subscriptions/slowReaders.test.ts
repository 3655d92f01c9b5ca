import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { eventually } from '../../oauth/world.ts';
import { incidentWith } from '../../support/incidents.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { startWatchedServer, type WatchedServer } from '../../support/watchedServer.ts';

/** Of a length that fills what the systems at both ends keep. */
const LONG = Array.from({ length: 100 }, (_, at) => `incidents://INC-${at}-${'x'.repeat(2000)}`);
const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

describe('the stream of a client that never reads', function () {
  this.timeout(60_000);
  let issuer: TokenIssuer;
  let server: WatchedServer;
  before(async () => {
    issuer = await startTokenIssuer();
    server = await startWatchedServer({ ...issuer });
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  it('is cut off once too much waits for it', async () => {
    const params = { notifications: { resourceSubscriptions: LONG }, _meta: META };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params });
    const head = [
      'POST /mcp HTTP/1.1',
      'Host: 127.0.0.1',
      'Content-Type: application/json',
      'Accept: application/json, text/event-stream',
      'MCP-Protocol-Version: 2026-07-28',
      'MCP-Method: subscriptions/listen',
      `Authorization: Bearer ${await issuer.token()}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1').pause();
    await once(socket, 'connect');
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    const streams = async (): Promise<string | undefined> =>
      /^incident_desk_streams (\d+)$/m.exec(await (await fetch(server.metricsUrl)).text())?.[1];
    await eventually(async () => (await streams()) === '1');
    let times = 0;
    await eventually(async () => {
      times += 1;
      await server.store.import([incidentWith({ id: `INC-${9000 + times}` })]);
      return (await streams()) === '0';
    });
    assert.ok(times > 1);
    socket.destroy();
  });
});
