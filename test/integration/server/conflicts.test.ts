import assert from 'node:assert/strict';
import { startServer, type RunningServer } from '../../../src/server/startServer.ts';
import { incidentWith } from '../support/incidents.ts';
import { connectV1, connectV2, type TestClient } from '../support/mcpClients.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';

const ID = 'INC-2000';
const SEEN = incidentWith().updatedAt;

describe('update_incident of a version that was seen', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;
  let ada: TestClient;
  let grace: TestClient;

  before(async () => {
    issuer = await startTokenIssuer();
    server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
  });
  after(async () => {
    await Promise.all([ada.close(), grace.close()]);
    await server.close();
    await issuer.close();
  });

  it('is taken once, and refused with the incident as it is where somebody was faster', async () => {
    await server.store.import([incidentWith()]);
    ada = await connectV2(server.url, await issuer.token(), 'auto');
    grace = await connectV1(server.url, await issuer.token({ sub: 'grace@example.com' }));
    const first = await grace.callTool('update_incident', { id: ID, status: 'resolved', ifUpdatedAt: SEEN });
    assert.equal(first.isError, false);
    for (const client of [ada, grace]) {
      const late = await client.callTool('update_incident', { id: ID, status: 'investigating', ifUpdatedAt: SEEN });
      assert.equal(late.isError, true);
      assert.match(late.text, /^Incident INC-2000 was changed meanwhile, at .* It is now .*status=resolved/);
      assert.deepEqual(late.structured, { conflict: true, incident: await server.store.get(ID) });
    }
    assert.equal((await server.store.get(ID))?.timeline.length, 1);
  });

  it('is refused where the version is no instant', async () => {
    const { isError, text } = await ada.callTool('update_incident', { id: ID, status: 'open', ifUpdatedAt: 'today' });
    assert.equal(isError, true);
    assert.match(text, /ifUpdatedAt/);
  });

  it('needs something to change all the same', async () => {
    const { isError, text } = await ada.callTool('update_incident', { id: ID, ifUpdatedAt: SEEN });
    assert.equal(isError, true);
    assert.match(text, /Nothing to change/);
  });
});
