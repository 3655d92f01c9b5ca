import assert from 'node:assert/strict';
import * as z from 'zod';
import { parseIncidentOverview } from '../../../src/core/incidents/incidentTexts.ts';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { incidentWith } from '../support/incidents.ts';
import { connectV2, type TestClient } from '../support/mcpClients.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';

const pageSchema = z.object({
  incidents: z.array(z.object({ id: z.string() })),
  nextCursor: z.string().optional(),
});

/** The `n`th oldest. */
function numbered(n: number) {
  const createdAt = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
  return incidentWith({ id: `INC-${n}`, description: 'long '.repeat(200), createdAt, updatedAt: createdAt });
}

describe('The resource of all incidents', function () {
  this.timeout(30_000);
  let issuer: TokenIssuer;
  let server: RunningServer;
  let client: TestClient;
  beforeEach(async () => {
    issuer = await startTokenIssuer();
    server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    client = await connectV2(server.url, await issuer.token(), 'auto');
  });
  afterEach(async () => {
    await client.close();
    await server.close();
    await issuer.close();
  });
  const fill = (count: number) => server.store.import(Array.from({ length: count }, (_, at) => numbered(at + 1)));

  it('holds every one of a thousand, newest first, and no more words', async () => {
    await fill(1000);
    const lines = (await client.readResource('incidents://all')).split('\n');
    assert.equal(lines.length, 1000);
    assert.equal(lines.at(0), '[INC-1000] Checkout answers slowly — high (open)');
    assert.equal(lines.at(-1), '[INC-1] Checkout answers slowly — high (open)');
  });

  it('holds the newest thousand of many, and says how many there are and how to get the rest', async () => {
    await fill(5000);
    const text = await client.readResource('incidents://all');
    assert.ok(text.length < 100_000, String(text.length));
    const lines = text.split('\n');
    assert.equal(lines.length, 1001);
    assert.equal(lines.at(-2), '[INC-4001] Checkout answers slowly — high (open)');
    const note = /^\(The newest 1000 of 5000\. The rest: list_incidents with cursor='(?<cursor>[\w-]+)'\.\)$/;
    const cursor = note.exec(lines.at(-1) ?? '')?.groups?.['cursor'];
    const rest = await client.callTool('list_incidents', { cursor, limit: 500 });
    const { incidents, nextCursor } = pageSchema.parse(rest.structured);
    assert.deepEqual([incidents.length, incidents.at(0)?.id], [500, 'INC-4000']);
    assert.ok(nextCursor !== undefined);
    assert.equal(parseIncidentOverview(text)?.length, 1000);
  });
});
