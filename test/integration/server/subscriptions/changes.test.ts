import assert from 'node:assert/strict';
import * as z from 'zod';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { incidentSchema } from '../../../../src/shared/incident.ts';
import { incidentWith } from '../../support/incidents.ts';
import { connectV2, type TestClient } from '../../support/mcpClients.ts';
import { type Subscriber, subscribeOurs, subscribeV1 } from '../../support/subscribers.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';

const oneSchema = z.object({ incident: incidentSchema });
const ALL = 'incidents://all';

const SUBSCRIBERS = [
  { name: 'the v1 client', version: '2025-11-25', connect: subscribeV1 },
  { name: 'our client', version: '2026-07-28', connect: subscribeOurs },
];

for (const { name, version, connect } of SUBSCRIBERS) {
  describe(`changes of incidents, as ${name} hears of them by ${version}`, () => {
    let issuer: TokenIssuer;
    let server: RunningServer;
    let writer: TestClient;
    let subscriber: Subscriber;

    before(async () => {
      issuer = await startTokenIssuer();
      server = await startServer({ ...issuer });
    });
    after(async () => {
      await server.close();
      await issuer.close();
    });
    beforeEach(async () => {
      writer = await connectV2(server.url, await issuer.token({ sub: 'bo@example.com' }), 'auto');
      subscriber = await connect(server.url, await issuer.token());
    });
    afterEach(async () => {
      await subscriber.close();
      await writer.close();
    });

    const hears = (what: string) => until(() => subscriber.heard.includes(what), `heard of ${what}`);
    async function create(title: string): Promise<string> {
      const { structured } = await writer.callTool('create_incident', { title });
      return oneSchema.parse(structured).incident.id;
    }
    const note = (id: string) => writer.callTool('add_incident_note', { id, text: 'Still so.' });

    it('are told to whoever subscribed to all, whoever made them', async () => {
      assert.equal(subscriber.protocolVersion, version);
      await subscriber.subscribe(ALL);
      const id = await create('Login fails');
      await hears(ALL);
      subscriber.heard.length = 0;
      await writer.callTool('update_incident', { id, status: 'resolved' });
      await hears(ALL);
      assert.deepEqual(subscriber.heard, [ALL], 'no list has changed, and nothing else was asked for');
    });

    it('are told of one incident alone to whoever subscribed to it', async () => {
      const [one, other] = [await create('One'), await create('Other')];
      await subscriber.subscribe(`incidents://${one}`);
      subscriber.heard.length = 0;
      await note(other);
      await note(one);
      await hears(`incidents://${one}`);
      assert.deepEqual(subscriber.heard, [`incidents://${one}`]);
    });

    it('are no longer told once a subscription has ended', async () => {
      const [left, kept] = [await create('Left'), await create('Kept')];
      for (const id of [left, kept]) await subscriber.subscribe(`incidents://${id}`);
      await note(left);
      await hears(`incidents://${left}`);
      await subscriber.unsubscribe(`incidents://${left}`);
      subscriber.heard.length = 0;
      await note(left);
      await note(kept);
      await hears(`incidents://${kept}`);
      assert.deepEqual(subscriber.heard, [`incidents://${kept}`]);
    });

    it('are told of the list of resources without a subscription, where incidents came', async () => {
      subscriber.heard.length = 0;
      await create('New');
      await hears('resources');
      subscriber.heard.length = 0;
      await server.store.import([incidentWith({ id: `INC-${name.length}000` })]);
      await hears('resources');
      assert.deepEqual(subscriber.heard, ['resources']);
    });

    it('reach every subscriber', async () => {
      const others = [await connect(server.url, await issuer.token()), await connect(server.url, await issuer.token())];
      for (const each of [subscriber, ...others]) await each.subscribe(ALL);
      await create('Everybody hears of it');
      await until(() => [subscriber, ...others].every(({ heard }) => heard.includes(ALL)), 'everybody heard');
      for (const other of others) await other.close();
    });
  });
}
