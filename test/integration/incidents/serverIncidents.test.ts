import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { ServerIncidents } from '../../../src/vscode/incidents/list/serverIncidents.ts';
import { startSeedServer } from '../../peers/seedServer.ts';
import type { SeedServer } from '../../peers/seedServer.ts';
import { entryFor, realEffects } from '../support/connectTo.ts';
import { steeredTokens } from '../support/tokenSource.ts';
import type { SteeredTokens } from '../support/tokenSource.ts';

const INCIDENTS = [
  { id: '1', title: 'Login fails', severity: 'critical', status: 'open' },
  { id: '2', title: 'Slow', severity: 'low', status: 'resolved' },
];

describe("The list of a server's incidents", () => {
  let server: SeedServer;
  let client: ServerClient;
  let tokens: SteeredTokens;
  let list: ServerIncidents;
  let phases: string[];
  let faults: unknown[];

  beforeEach(async () => {
    server = await startSeedServer({ incidents: INCIDENTS, tokens: new Set(['good']) });
    tokens = steeredTokens('good');
    const entry = entryFor(server.url);
    client = createServerClient({ entry, tokens, effects: realEffects(), clientVersion: '1.2.3' });
    phases = [];
    faults = [];
    list = new ServerIncidents({
      client,
      now: () => 1000,
      changed: () => phases.push(list.state.loading ? `loading ${list.state.phase}` : list.state.phase),
      fault: (error) => faults.push(error),
    });
  });

  afterEach(async () => {
    list.dispose();
    await client.reset();
    await server.close().catch(() => undefined);
    assert.deepEqual(faults, []);
  });

  const ids = () => list.state.incidents.map(({ id }) => id);

  it('asks nothing before it is told to', () => {
    assert.deepEqual(list.state, {
      ...{ phase: 'waiting', loading: false, incidents: [] },
      ...{ size: 0, pressing: { critical: 0, high: 0 } },
    });
    assert.deepEqual(server.methods, []);
  });

  it('loads the rows and notes when', async () => {
    await list.reload();
    assert.deepEqual(ids(), ['1', '2']);
    assert.equal(list.state.asOf, 1000);
    assert.deepEqual(phases, ['loading waiting', 'ready']);
  });

  it('keeps the rows while it asks again', async () => {
    await list.reload();
    server.incidents.push({ id: '3', title: 'New', severity: 'high', status: 'open' });
    const reloading = list.reload();
    assert.deepEqual(ids(), ['1', '2']);
    await reloading;
    assert.deepEqual(ids(), ['1', '2', '3']);
  });

  it('ends with what is newest, however many ask at once', async () => {
    const first = list.reload();
    server.incidents.push({ id: '3', title: 'New', severity: 'high', status: 'open' });
    await Promise.all([first, list.reload(), list.reload()]);
    assert.deepEqual(ids(), ['1', '2', '3']);
    assert.equal(phases.filter((phase) => phase.startsWith('loading')).length, 2);
  });

  it('keeps the last known rows when the server is gone', async () => {
    await list.reload();
    await server.close();
    await list.reload();
    assert.equal(list.state.phase, 'offline');
    assert.equal(list.state.error?.code, 'server_unreachable');
    assert.deepEqual(ids(), ['1', '2']);
    assert.equal(list.state.asOf, 1000);
  });

  it('has no rows once nobody is signed in', async () => {
    await list.reload();
    tokens.current = undefined;
    await client.reset();
    await list.reload();
    assert.equal(list.state.phase, 'signedOut');
    assert.deepEqual(ids(), []);
  });

  it('remembers that the sign-in ended by itself, until somebody signs in again', async () => {
    await list.reload();
    tokens.failure = new AppError('session_ended', { server: 'Test' });
    await client.reset();
    await list.reload();
    tokens.failure = new AppError('signed_out', { server: 'Test' });
    await list.reload();
    assert.equal(list.state.phase, 'signedOut');
    assert.equal(list.state.error?.code, 'session_ended');
    tokens.failure = undefined;
    await list.reload();
    assert.equal(list.state.error, undefined);
  });

  it('drops an answer that comes after it was cleared', async () => {
    const loading = list.reload();
    list.clear('signedOut');
    await loading;
    assert.equal(list.state.phase, 'signedOut');
    assert.equal(list.state.loading, false);
    assert.deepEqual(ids(), []);
  });

  it('loads no more where there is no more', async () => {
    await list.reload();
    await list.loadMore();
    assert.deepEqual(ids(), ['1', '2']);
  });
});
