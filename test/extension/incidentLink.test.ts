import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../src/core/errors.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../src/core/mcp/serverClient.ts';
import { createUriHandler } from '../../src/vscode/auth/browser/callbackUriHandler.ts';
import type { IncidentReference } from '../../src/vscode/incidents/incidentReference.ts';
import { INCIDENT_PATH, incidentLink } from '../../src/vscode/incidents/links/incidentLink.ts';
import { createIncidentLinkRoute } from '../../src/vscode/incidents/links/incidentLinkRoute.ts';
import { entryFor, realEffects } from '../integration/support/connectTo.ts';
import { steeredTokens } from '../integration/support/tokenSource.ts';

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const SERVER = 'https://incidents.example.com/mcp';
const OTHER = 'https://other.example.com/mcp';
const { event: never } = new vscode.EventEmitter<never>();

function clientOf(url: string): ServerClient {
  return createServerClient({
    ...{ entry: entryFor(url), tokens: steeredTokens('good'), effects: realEffects(), clientVersion: '1.2.3' },
  });
}

describe('A link to an incident that reaches the editor', () => {
  let clients: ServerClient[];
  let signedIn: Set<string>;
  let opened: IncidentReference[];
  let asked: string[];
  let told: unknown[];
  let answer: () => Promise<boolean>;
  let signIn: (id: string) => Promise<void>;
  let tell: () => Promise<void>;
  let added: string[];
  let addServer: (url: string) => Promise<void>;
  let handler: vscode.UriHandler;

  beforeEach(() => {
    clients = [clientOf(SERVER)];
    signedIn = new Set();
    [opened, asked, told, added] = [[], [], [], []];
    answer = () => Promise.resolve(false);
    signIn = (id) => Promise.resolve(void signedIn.add(id));
    tell = () => Promise.resolve();
    addServer = () => Promise.resolve();
    const registry = {
      list: () => clients,
      get: (id: string) => clients.find((client) => client.id === id),
      onDidChange: never,
    };
    const route = createIncidentLinkRoute({
      registry,
      isSignedIn: async (id) => signedIn.has(id),
      signInTo: (id) => {
        asked.push(`sign in to ${id}`);
        return signIn(id);
      },
      open: (reference) => void opened.push(reference),
      addServer: (url) => {
        added.push(url);
        return addServer(url);
      },
      gate: (error) => {
        told.push(error);
        return tell();
      },
      dialogs: {
        confirm: (question, detail) => {
          asked.push(`${question}\n${detail}`);
          return answer();
        },
        tell: () => assert.fail('nothing that may be overlooked'),
      },
    });
    handler = createUriHandler({ deliver: () => Promise.resolve() }, silent, { [INCIDENT_PATH]: route });
  });

  const open = async (server: string, id: string) =>
    handler.handleUri(vscode.Uri.parse(incidentLink(vscode.env.uriScheme, { server, id })));
  const only = () => clients[0]?.id ?? assert.fail('there is a server');

  it('opens the page of the incident, and asks nothing where somebody is signed in', async () => {
    signedIn.add(only());
    await open(SERVER, 'A & B #1');
    assert.deepEqual(opened, [{ serverId: only(), id: 'A & B #1' }]);
    assert.deepEqual([...asked, ...told], []);
  });

  it('has the person sign in first, and opens nothing where they do not', async () => {
    await open(SERVER, 'INC-1');
    assert.deepEqual(asked, [`sign in to ${only()}`]);
    assert.equal(opened.length, 1);
    signedIn.clear();
    signIn = () => Promise.reject(new AppError('cancelled'));
    await open(SERVER, 'INC-2');
    assert.equal(opened.length, 1);
  });

  it('takes that of several sign-ins to one server which there is', async () => {
    const second = createServerClient({
      ...{ entry: { ...entryFor(SERVER), clientId: '0oa2' }, tokens: steeredTokens('good') },
      ...{ effects: realEffects(), clientVersion: '1.2.3' },
    });
    clients.push(second);
    signedIn.add(second.id);
    await open(SERVER, 'INC-1');
    assert.deepEqual(opened, [{ serverId: second.id, id: 'INC-1' }]);
  });

  it('adds no server by itself, and shows the address that it would add', async () => {
    await open(OTHER, 'INC-1');
    assert.equal(asked.length, 1);
    assert.ok(asked[0]?.includes(OTHER) && asked[0].includes('INC-1'));
    assert.deepEqual([...added, ...opened, ...told], []);
  });

  it('leads to "Add Server", and to the incident once somebody is signed in there', async () => {
    answer = () => Promise.resolve(true);
    await open(OTHER, 'INC-1');
    assert.deepEqual([added, opened], [[OTHER], []]);
    addServer = async (url) => {
      const client = clientOf(url);
      clients.push(client);
      signedIn.add(client.id);
    };
    await open(OTHER, 'INC-1');
    assert.deepEqual(
      opened.map(({ id }) => id),
      ['INC-1'],
    );
  });

  it('is one of a flood: one question at a time, and one complaint', async () => {
    const waiting = Promise.withResolvers<boolean>();
    answer = () => waiting.promise;
    const first = open(OTHER, 'INC-1');
    for (let n = 2; n < 50; n += 1) await open(`https://evil${String(n)}.example/mcp`, 'INC-1');
    await open(SERVER, 'INC-1');
    assert.equal(asked.length, 1);
    signedIn.add(only());
    await open(SERVER, 'INC-1');
    assert.equal(opened.length, 1, 'a link that asks nothing is followed all the same');
    waiting.resolve(false);
    await first;
    await open(OTHER, 'INC-1');
    assert.equal(asked.length, 2);

    const reading = Promise.withResolvers<void>();
    tell = () => reading.promise;
    const complaint = open('javascript:alert(1)', 'INC-1');
    for (let n = 0; n < 50; n += 1) await open(SERVER, '');
    assert.equal(told.length, 1);
    reading.resolve();
    await complaint;
  });

  it('changes nothing, whatever it says', async () => {
    signedIn.add(only());
    for (const more of ['&status=resolved', '&note=x', '&url=https://evil.example', '&command=quit']) {
      const link = incidentLink(vscode.env.uriScheme, { server: SERVER, id: 'INC-1' });
      await handler.handleUri(vscode.Uri.parse(`${link}${more}`));
    }
    assert.deepEqual([...opened, ...asked], []);
    assert.ok(told.every((error) => error instanceof AppError && error.code === 'incident_link_invalid'));
    assert.equal(told.length, 4);
  });
});
