import assert from 'node:assert/strict';
import type { ShownIncident } from '../../../../src/core/incidents/incidentSource.ts';
import { IncidentWatch } from '../../../../src/core/incidents/live/incidentWatch.ts';
import type { SeenChanges } from '../../../../src/core/incidents/live/seenIncidents.ts';
import { createServerClient } from '../../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../../src/core/mcp/serverClient.ts';
import { startServer } from '../../../../src/server/startServer.ts';
import { startSeedServer, type SeedServer } from '../../../peers/seedServer.ts';
import { entryFor, realEffects } from '../../support/connectTo.ts';
import { startTokenIssuer } from '../../support/tokenIssuer.ts';
import { steeredTokens, type SteeredTokens } from '../../support/tokenSource.ts';
import { until } from '../../support/until.ts';

describe('following the incidents of a server', function () {
  this.timeout(30_000);
  let closing: { close(): Promise<void> }[];
  let watch: IncidentWatch;
  let heard: SeenChanges[];
  let isFocused: boolean;
  /** How often it was asked whether somebody looks. */
  let looks: number;
  let interval: number;

  beforeEach(() => {
    [closing, heard, isFocused, looks, interval] = [[], [], true, 0, 0];
  });

  afterEach(async () => {
    watch.dispose();
    for (const one of closing) await one.close();
  });

  function follow(url: string, tokens: SteeredTokens): ServerClient {
    const effects = realEffects();
    const client = createServerClient({ entry: entryFor(url), tokens, effects, clientVersion: '1.2.3' });
    watch = new IncidentWatch({
      ...{ client, now: Date.now, random: () => 0.5, log: effects.log },
      interval: () => interval,
      isFocused: () => {
        looks += 1;
        return isFocused;
      },
      changed: (changes) => heard.push(changes),
    });
    closing.unshift({ close: () => client.reset() });
    return client;
  }

  const changed = (): ShownIncident[] => heard.flatMap(({ seen }) => seen.map(({ incident }) => incident));

  describe('that tells of changes', () => {
    async function standing(): Promise<{ own: ServerClient; other: ServerClient; tokens: SteeredTokens }> {
      const issuer = await startTokenIssuer();
      const server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
      closing.push(server, issuer);
      const effects = realEffects();
      const tokens = steeredTokens(await issuer.token());
      const entry = entryFor(server.url);
      const other = createServerClient({
        ...{ entry, effects, clientVersion: '1.2.3' },
        tokens: steeredTokens(await issuer.token()),
      });
      closing.unshift({ close: () => other.reset() });
      return { own: follow(server.url, tokens), other, tokens };
    }

    it('hears of what others create and change, without a question by the clock, though nobody looks', async () => {
      isFocused = false;
      const { own, other } = await standing();
      await until(() => own.state.kind === 'connected', 'connected');
      const incidents = await other.incidents();
      let id = '';
      for (let tries = 0; tries < 100 && changed().length === 0; tries++) {
        id = await incidents.create({ title: 'Disk full', severity: 'low', description: '', service: '', tags: [] });
        await new Promise(setImmediate);
      }
      await until(() => changed().some((incident) => incident.id === id), 'the last one is heard of');
      heard.length = 0;
      await incidents.update(id, { severity: 'critical' });
      await until(() => changed().some((incident) => incident.severity === 'critical'), 'the change is heard of');
      assert.equal(heard.at(-1)?.seen.find(({ incident }) => incident.id === id)?.before?.severity, 'low');
    });
  });

  describe('that tells of none', () => {
    let server: SeedServer;
    let tokens: SteeredTokens;

    const lists = (): number => server.methods.filter((method) => method === 'tools/call').length;

    beforeEach(async () => {
      server = await startSeedServer({
        incidents: [{ id: '1', title: 'Login fails', severity: 'high', status: 'open' }],
        tokens: new Set(['good']),
      });
      closing.push({ close: () => server.close().catch(() => undefined) });
      tokens = steeredTokens('good');
      interval = 20;
    });

    it('asks at intervals', async () => {
      follow(server.url, tokens);
      await until(() => lists() >= 2, 'it is asked again');
      server.incidents.push({ id: '2', title: 'New', severity: 'critical', status: 'open' });
      await until(() => changed().some(({ id }) => id === '2'), 'the new one is heard of');
      server.incidents.shift();
      await until(() => heard.some(({ removed }) => removed.includes('1')), 'the gone one is heard of');
    });

    it('asks nothing while nobody looks, and at once when somebody does', async () => {
      isFocused = false;
      interval = 1;
      follow(server.url, tokens);
      await until(() => lists() === 1, 'it is asked once');
      server.incidents.push({ id: '2', title: 'New', severity: 'critical', status: 'open' });
      await until(() => looks > 0, 'the clock says that it is time');
      assert.equal(lists(), 1);
      isFocused = true;
      watch.focused();
      await until(() => changed().some(({ id }) => id === '2'), 'it is asked again');
    });

    it('asks only when told to where the interval is 0', async () => {
      interval = 0;
      follow(server.url, tokens);
      await until(() => lists() === 1, 'it is asked once');
      watch.focused();
      watch.replan();
      interval = 1;
      watch.replan();
      await until(() => lists() >= 2, 'it is asked again once there is an interval');
    });

    it('goes on after the server was away', async () => {
      const { port } = new URL(server.url);
      const client = follow(server.url, tokens);
      await until(() => lists() >= 1, 'it is asked');
      await server.close();
      await until(() => client.state.kind === 'offline', 'it is offline');
      const incidents = [{ id: '9', title: 'Meanwhile', severity: 'high', status: 'open' }];
      server = await startSeedServer({ incidents, tokens: new Set(['good']), port: Number(port) });
      await until(() => changed().some(({ id }) => id === '9'), 'it is heard of');
    });

    it('waits for a sign-in, and tells whoever signs in nothing of what was there before', async () => {
      tokens.current = undefined;
      const client = follow(server.url, tokens);
      await until(() => client.state.kind === 'signedOut', 'signed out');
      assert.equal(lists(), 0);
      tokens.current = 'good';
      await client.reset();
      await client.connection();
      await until(() => lists() >= 2, 'it is asked');
      assert.deepEqual(changed(), []);
    });
  });
});
