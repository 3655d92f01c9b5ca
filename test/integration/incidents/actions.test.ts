import assert from 'node:assert/strict';
import { actOnIncident, type CallSource } from '../../../src/core/incidents/actions/actOnIncident.ts';
import type { IncidentAction } from '../../../src/core/incidents/actions/incidentActions.ts';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { startServer, type RunningServer } from '../../../src/server/startServer.ts';
import { type DroppingProxy, startDroppingProxy } from '../../peers/droppingProxy.ts';
import { KEY_ARGUMENT } from '../../../src/shared/names.ts';
import { entryFor, realEffects } from '../support/connectTo.ts';
import { incidentWith } from '../support/incidents.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';
import { steeredTokens } from '../support/tokenSource.ts';
import { until } from '../support/until.ts';

const ID = 'INC-2000';
const { signal } = new AbortController();

describe('What two people do to an incident of our own server', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;
  let ada: ServerClient;
  let grace: ServerClient;

  const clientOf = async (sub: string, url = server.url): Promise<ServerClient> =>
    createServerClient({
      entry: entryFor(url),
      tokens: steeredTokens(await issuer.token({ sub })),
      effects: realEffects(),
      clientVersion: '1.2.3',
    });
  const callBy =
    (client: ServerClient): CallSource =>
    async (call) =>
      call(await client.incidents());
  const seenBy = async (client: ServerClient) => (await client.incidents()).get(ID);

  before(async () => {
    issuer = await startTokenIssuer();
  });
  after(() => issuer.close());
  beforeEach(async () => {
    server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    await server.store.import([incidentWith()]);
    ada = await clientOf('ada@example.com');
    grace = await clientOf('grace@example.com');
  });
  afterEach(async () => {
    await Promise.all([ada.reset(), grace.reset()]);
    await server.close();
  });

  const actions: readonly (readonly [IncidentAction, object])[] = [
    [{ kind: 'acknowledge' }, { status: 'investigating' }],
    [{ kind: 'resolve' }, { status: 'resolved' }],
    [{ kind: 'severity', severity: 'low' }, { severity: 'low' }],
    [{ kind: 'assignToMe' }, { assignee: 'ada@example.com' }],
  ];
  const WRITES: readonly IncidentAction[] = [...actions.map(([action]) => action), { kind: 'note', text: 'It burns' }];
  for (const [action, fields] of actions) {
    it(`is done, and gives the incident as it is then: ${action.kind}`, async () => {
      const seen = await seenBy(ada);
      const outcome = await actOnIncident(callBy(ada), seen, action, signal);
      assert.equal(outcome.kind, 'done');
      assert.deepEqual(outcome.incident, { ...outcome.incident, ...fields });
      assert.deepEqual(outcome.incident, await seenBy(grace));
    });
  }

  it('adds a note', async () => {
    const outcome = await actOnIncident(callBy(ada), await seenBy(ada), { kind: 'note', text: 'It *burns*' }, signal);
    assert.deepEqual(
      outcome.incident.timeline.map(({ kind, author, text }) => [kind, author, text]),
      [['note', 'ada@example.com', 'It *burns*']],
    );
  });

  describe('where connections break after the server has done it', () => {
    let proxy: DroppingProxy;
    let client: ServerClient;

    beforeEach(async () => {
      proxy = await startDroppingProxy(new URL(server.url).origin);
      client = await clientOf('ada@example.com', proxy.url);
    });
    afterEach(async () => {
      await client.reset();
      await proxy.close();
    });

    for (const action of WRITES) {
      it(`is done once, and the person is told so: ${action.kind}`, async () => {
        const seen = await seenBy(client);
        proxy.drop = KEY_ARGUMENT;
        const acted = actOnIncident(callBy(client), seen, action, signal);
        await until(() => proxy.dropped.length > 0, 'an answer is lost');
        proxy.drop = undefined;
        const { kind, incident } = await acted;
        assert.equal(kind, 'done');
        assert.deepEqual(incident, await seenBy(grace));
        assert.equal(incident.timeline.length, 1);
      });

      it(`is done once, though no answer comes through: ${action.kind}`, async () => {
        const seen = await seenBy(client);
        proxy.drop = KEY_ARGUMENT;
        await assert.rejects(actOnIncident(callBy(client), seen, action, signal), { code: 'answer_lost' });
        assert.equal(proxy.dropped.length, 4);
        assert.equal(new Set(proxy.dropped.map((body) => /"idempotencyKey":"([^"]+)"/.exec(body)?.[1])).size, 1);
        assert.equal((await seenBy(grace)).timeline.length, 1);
      });
    }
  });

  it('is not done where the other was faster, and says who that was and what is another now', async () => {
    const seen = await seenBy(ada);
    await actOnIncident(callBy(grace), await seenBy(grace), { kind: 'resolve' }, signal);
    const outcome = await actOnIncident(callBy(ada), seen, { kind: 'acknowledge' }, signal);
    assert.equal(outcome.kind, 'conflict');
    assert.equal(outcome.incident.status, 'resolved');
    assert.deepEqual(outcome.differences, { fields: ['status'], notes: 0, texts: false, by: 'grace@example.com' });
    assert.equal((await server.store.get(ID))?.timeline.length, 1);
    const again = await actOnIncident(callBy(ada), outcome.incident, { kind: 'reopen' }, signal);
    assert.deepEqual([again.kind, again.incident.status], ['done', 'open']);
  });

  it('goes on though the other added a note', async () => {
    const seen = await seenBy(ada);
    await actOnIncident(callBy(grace), seen, { kind: 'note', text: 'me too' }, signal);
    const outcome = await actOnIncident(callBy(ada), seen, { kind: 'acknowledge' }, signal);
    assert.deepEqual([outcome.kind, outcome.incident.timeline.length], ['done', 2]);
  });

  it('is done once where both do it at the same time', async () => {
    const seen = await seenBy(ada);
    const outcomes = await Promise.all(
      [ada, grace].map((client) => actOnIncident(callBy(client), seen, { kind: 'resolve' }, signal)),
    );
    assert.deepEqual(outcomes.map(({ kind }) => kind).sort(), ['conflict', 'done']);
    assert.equal((await server.store.get(ID))?.timeline.length, 1);
  });
});
