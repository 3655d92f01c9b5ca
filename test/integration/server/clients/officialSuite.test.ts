import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runScenario } from '../../../../scripts/testing/conformance/runScenario.ts';
import { SERVER_REQUIREMENTS } from '../../../../scripts/testing/conformance/serverRequirements.ts';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { startBearerProxy } from '../../../conformance/server/bearerProxy.ts';
import type { Peer } from '../../../peers/listen.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';

/** What the official suite can ask of a server that lacks the suite's own tools and prompts. */
const SCENARIOS = {
  '2025-11-25': [
    'server-initialize',
    'ping',
    'tools-list',
    'prompts-list',
    'resources-list',
    'resources-subscribe',
    'resources-unsubscribe',
    'server-sse-multiple-streams',
    'server-session-lifecycle',
    'dns-rebinding-protection',
  ],
  '2026-07-28': [
    'tools-list',
    'prompts-list',
    'resources-list',
    'sep-2164-resource-not-found',
    'server-sse-multiple-streams',
    'caching',
    'http-header-validation',
    'dns-rebinding-protection',
  ],
};

/** The fewest checks that a scenario makes of our server; one that no set has can never pass. */
function minimumOf(revision: string, name: string): number {
  const sets = SERVER_REQUIREMENTS.filter((set) => set.revision === revision);
  return sets.map(({ minimums }) => minimums[name]).find((minimum) => minimum !== undefined) ?? Infinity;
}

describe('the incident server before the client of the official suite', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;
  let proxy: Peer;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'incident-desk-suite-'));
    issuer = await startTokenIssuer();
    const allowedOrigins: string[] = [];
    server = await startServer({ ...issuer, limits: { allowedOrigins } });
    proxy = await startBearerProxy(new URL(server.url), await issuer.token());
    // The suite names the address that it knows as its origin.
    allowedOrigins.push(new URL(proxy.url).origin);
  });
  after(async () => {
    await proxy.close();
    await server.close();
    await issuer.close();
    await rm(folder, { recursive: true });
  });

  for (const [revision, names] of Object.entries(SCENARIOS)) {
    for (const name of names) {
      it(`passes ${name} in ${revision}`, async () => {
        const scenario = { side: 'server', name, set: revision, revision, minimum: minimumOf(revision, name) } as const;
        const { problem } = await runScenario(scenario, { folder, serverUrl: proxy.url });
        assert.equal(problem, undefined);
      });
    }
  }
});
