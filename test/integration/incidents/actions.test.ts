import assert from 'node:assert/strict';
import { actOnIncident, type CallSource } from '../../../src/core/incidents/actions/actOnIncident.ts';
import type { IncidentAction } from '../../../src/core/incidents/actions/incidentActions.ts';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { startServer, type RunningServer } from '../../../src/server/startServer.ts';
import { startDroppingProxy } from '../../peers/droppingProxy.ts';
import { entryFor, realEffects } from '../support/connectTo.ts';
import { incidentWith } from '../support/incidents.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';
import { steeredTokens } from '../support/tokenSource.ts';

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

  it('adds a note once, though its answer is lost and it is sent again', async () => {
    const proxy = await startDroppingProxy(new URL(server.url).origin);
    const client = await clientOf('ada@example.com', proxy.url);
    try {
      const seen = await seenBy(client);
      proxy.drop = 'It burns';
      const action = { kind: 'note', text: 'It burns' } as const;
      await assert.rejects(actOnIncident(callBy(client), seen, action, signal), { code: 'answer_lost' });
      assert.equal(proxy.dropped.length, 4);
      const { timeline } = await seenBy(client);
      assert.deepEqual(
        timeline.map(({ text }) => text),
        ['It burns'],
      );
    } finally {
      await client.reset();
      await proxy.close();
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
