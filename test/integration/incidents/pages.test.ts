import assert from 'node:assert/strict';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { startServer } from '../../../src/server/startServer.ts';
import type { RunningServer } from '../../../src/server/startServer.ts';
import { DEFAULT_WISHES } from '../../../src/vscode/incidents/list/listWishes.ts';
import { summaryOf } from '../../../src/vscode/incidents/live/incidentSummary.ts';
import { ServerIncidents } from '../../../src/vscode/incidents/list/serverIncidents.ts';
import { entryFor, realEffects } from '../support/connectTo.ts';
import { startTokenIssuer } from '../support/tokenIssuer.ts';
import type { TokenIssuer } from '../support/tokenIssuer.ts';
import { steeredTokens } from '../support/tokenSource.ts';
import { until } from '../support/until.ts';

const NEW = { severity: 'low', description: '', service: '', tags: [] };

describe('The list of a server with more incidents than a page holds', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;
  let client: ServerClient;
  let list: ServerIncidents;

  before(async () => {
    issuer = await startTokenIssuer();
    server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    const tokens = steeredTokens(await issuer.token());
    const entry = entryFor(server.url);
    client = createServerClient({ entry, tokens, effects: realEffects(), clientVersion: '1.2.3' });
    const source = await client.incidents();
    for (let number = 1; number <= 60; number += 1) await source.create({ ...NEW, title: `Number ${number}` });
  });

  after(async () => {
    await client.reset();
    await server.close();
    await issuer.close();
  });

  beforeEach(() => {
    const changed = () => undefined;
    list = new ServerIncidents({ client, now: Date.now, changed, fault: (error) => assert.fail(String(error)) });
  });

  it('loads a page, with counts of all', async () => {
    await list.reload();
    assert.equal(list.state.incidents.length, 50);
    assert.equal(list.state.counts?.total, 60);
    assert.ok(list.state.nextCursor);
  });

  it('adds the next page once, however often it is asked for', async () => {
    await list.reload();
    await Promise.all([list.loadMore(), list.loadMore()]);
    assert.equal(list.state.incidents.length, 60);
    assert.equal(new Set(list.state.incidents.map(({ id }) => id)).size, 60);
    assert.equal(list.state.nextCursor, undefined);
  });

  it('keeps both pages through a refresh', async () => {
    await list.reload();
    await list.loadMore();
    await (await client.incidents()).create({ ...NEW, title: 'The latest' });
    await list.reload();
    assert.equal(list.state.incidents.length, 61);
    assert.ok(list.state.incidents.some(({ title }) => title === 'The latest'));
  });

  it('tells of every critical incident, be it loaded, filtered out or new', async () => {
    const source = await client.incidents();
    const critical = await source.create({ ...NEW, title: 'The first', severity: 'critical' });
    for (let number = 1; number <= 60; number += 1) await source.create({ ...NEW, title: `Later ${number}` });
    const told = () => summaryOf([list]).pressing.critical;
    await list.reload();
    assert.equal(told(), 1);
    await list.wish({ ...DEFAULT_WISHES, filter: { ...DEFAULT_WISHES.filter, severity: ['low'] } });
    assert.equal(list.node(critical), undefined);
    assert.equal(told(), 1);
    await source.create({ ...NEW, title: 'The second', severity: 'critical' });
    await list.reload();
    await until(() => told() === 2, 'both are told of');
  });
});
