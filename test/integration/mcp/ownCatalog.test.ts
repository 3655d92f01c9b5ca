import assert from 'node:assert/strict';
import type { Effects } from '../../../src/core/effects.ts';
import { ServerCatalog } from '../../../src/core/mcp/catalog/serverCatalog.ts';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { startServer } from '../../../src/server/startServer.ts';
import { entryFor, realEffects } from '../support/connectTo.ts';
import { startTokenIssuer } from '../support/tokenIssuer.ts';
import { steeredTokens } from '../support/tokenSource.ts';
import { until } from '../support/until.ts';

const TIMES = { quiet: 30, patience: 500 };

describe('The catalog of our own server', () => {
  it('hears of a new incident by the protocol of 2026-07-28, on a stream that ends when nobody looks', async () => {
    const issuer = await startTokenIssuer();
    const server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    const tokens = steeredTokens(await issuer.token());
    const streams: (AbortSignal | undefined)[] = [];
    const effects: Effects = {
      ...realEffects(),
      fetch: (input, init = {}) => {
        const isStream = typeof init.body === 'string' && init.body.includes('"subscriptions/listen"');
        if (isStream) streams.push(init.signal ?? undefined);
        return fetch(input, init);
      },
    };
    const client = createServerClient({ entry: entryFor(server.url), tokens, effects, clientVersion: '1.2.3' });
    const account = () => Promise.resolve('ada');
    const catalog = new ServerCatalog({ client, account, changed: () => undefined, times: TIMES });
    try {
      catalog.look(true);
      await until(() => catalog.lists.resources.phase === 'ready', 'the resources are there');
      await changeUntilHeard(client, catalog);
      assert.equal(streams.length, 1);
      catalog.look(false);
      await until(() => streams[0]?.aborted === true, 'the stream ends');
      catalog.look(true);
      await until(() => streams.length === 2, 'another one is opened');
    } finally {
      catalog.dispose();
      await client.reset();
      await server.close();
      await issuer.close();
    }
  });
});

/** Creates incidents until the resources are listed anew: the first may come before the stream stands. */
async function changeUntilHeard(client: ServerClient, catalog: ServerCatalog): Promise<void> {
  const before = catalog.lists.resources.items;
  const incidents = await client.incidents();
  const incident = { title: 'Disk full', severity: 'critical', description: '', service: '', tags: [] };
  const creating = setInterval(() => void incidents.create(incident), TIMES.quiet * 4);
  try {
    await until(() => catalog.lists.resources.items !== before, 'its resources are listed anew');
  } finally {
    clearInterval(creating);
  }
}
