import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ShownIncident } from '../../src/core/incidents/incidentSource.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import { createWithStepUp } from '../../src/core/mcp/withStepUp.ts';
import type { ServerClient } from '../../src/core/mcp/serverClient.ts';
import { EXTENSION_ID } from '../../src/shared/names.ts';
import { IncidentPages } from '../../src/vscode/incidents/page/incidentPages.ts';
import { entryFor, realEffects } from '../integration/support/connectTo.ts';
import { incidentWith } from '../integration/support/incidents.ts';
import { startTokenIssuer } from '../integration/support/tokenIssuer.ts';
import { steeredTokens } from '../integration/support/tokenSource.ts';
import { until } from '../integration/support/until.ts';
import { startServer } from './world/world.ts';

const ID = 'INC-2000';
const GRACE = { subject: 'grace@example.com', clientId: 'other' };
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

function isOpen(label: string): boolean {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some((tab) => tab.label === label);
}

describe('The open pages of incidents', () => {
  let issuer: Awaited<ReturnType<typeof startTokenIssuer>>;
  let server: Awaited<ReturnType<typeof startServer>>;
  let client: ServerClient;
  let pages: IncidentPages;

  before(async () => {
    issuer = await startTokenIssuer();
    server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    await server.store.import([incidentWith(), incidentWith({ id: 'INC-2001', title: 'Another' })]);
    const tokens = steeredTokens(await issuer.token());
    client = createServerClient({
      entry: entryFor(server.url),
      tokens,
      effects: realEffects(),
      clientVersion: '1.2.3',
    });
    const { extensionUri } = vscode.extensions.getExtension(EXTENSION_ID) ?? assert.fail('the extension is there');
    const { event: never } = new vscode.EventEmitter<never>();
    const registry = { list: () => [client], get: () => client, onDidChange: never };
    const withStepUp = createWithStepUp(() => Promise.reject(new Error('Nobody is to be asked.')));
    pages = new IncidentPages({ registry, extensionUri, withStepUp, log: silent, now: Date.now }, () => undefined);
  });
  after(async () => {
    pages.dispose();
    await client.reset();
    await server.close();
    await issuer.close();
  });

  it('show their incidents, and say which one is in front', async () => {
    pages.open({ serverId: client.id, id: 'inc-2001' }, 'INC-2001');
    await until(() => isOpen('Another'), 'the other incident is shown');
    pages.open({ serverId: client.id, id: ID }, ID);
    await until(() => isOpen('Checkout answers slowly'), 'the incident is shown');
    await until(() => pages.active()?.id === ID, 'it is in front');
  });

  it('are read anew where their incident changed on the server, however its id is written', async () => {
    for (const [id, title] of [
      [ID, 'First'],
      ['inc-2000', 'Second'],
      [undefined, 'Third'],
    ] as const) {
      await server.store.update(ID, { title }, GRACE);
      pages.changedOnServer(client.id, id);
      await until(() => isOpen(title), `the page has the title ${title}`);
    }
  });

  it('end with what is newest, however fast the changes come', async () => {
    for (let change = 0; change <= 20; change += 1) {
      await server.store.update(ID, { title: `Change ${change}` }, GRACE);
      pages.changedOnServer(client.id, ID);
    }
    await until(() => isOpen('Change 20'), 'the page has the last title');
  });

  it('show what was changed elsewhere in the window, without asking', async () => {
    const incident: ShownIncident = { ...(await (await client.incidents()).get('INC-2001')), title: 'From the row' };
    pages.show(client.id, incident);
    await until(() => isOpen('From the row'), 'the page has the title of the incident that it was given');
  });
});
