import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { isAppError } from '../../src/core/errors.ts';
import { Callbacks } from '../../src/core/oauth/callbacks/callbacks.ts';
import { Registrations } from '../../src/core/oauth/clients/registrations.ts';
import { ResourceRefusals } from '../../src/core/oauth/discovery/resourceRefusals.ts';
import type { SecretStore } from '../../src/core/oauth/sessions/session.ts';
import { serverEntry, serverId } from '../../src/core/serverEntry.ts';
import type { ServerEntry } from '../../src/core/serverEntry.ts';
import { createSignIn } from '../../src/vscode/auth/createSignIn.ts';
import type { SignIn } from '../../src/vscode/auth/createSignIn.ts';
import { createIssuerMemory } from '../../src/vscode/auth/planning/issuerMemory.ts';

const log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const NO_SECRETS: SecretStore = {
  get: () => Promise.resolve(undefined),
  store: () => Promise.resolve(),
  delete: () => Promise.resolve(),
  keys: () => Promise.resolve([]),
};
const NO_CREDENTIALS = {
  get: () => Promise.resolve(undefined),
  keep: () => Promise.resolve(),
  forget: () => Promise.resolve(),
};

function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string, otherwise?: unknown) => values.get(key) ?? otherwise,
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  } as vscode.Memento;
}

/** A hostile server that names the issuer which the company's server uses too, both on one port. */
async function startSite(): Promise<{ readonly site: Server; readonly origin: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const site = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const answers: Readonly<Record<string, unknown>> = {
      '/.well-known/oauth-protected-resource/mcp': {
        resource: `${origin}/mcp`,
        authorization_servers: [`${origin}/as`],
      },
      '/.well-known/oauth-authorization-server/as': {
        issuer: `${origin}/as`,
        authorization_endpoint: `${origin}/as/authorize`,
        token_endpoint: `${origin}/as/token`,
        registration_endpoint: `${origin}/as/register`,
        code_challenge_methods_supported: ['S256'],
      },
    };
    const answer = answers[request.url ?? ''];
    if (request.url === '/mcp') response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    else if (answer === undefined) response.writeHead(404).end();
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  const address = site.address();
  assert.ok(address !== null && typeof address === 'object');
  const origin = `http://127.0.0.1:${address.port}`;
  return { site, origin, asked };
}

describe("A hostile server that names the company's issuer", () => {
  const shown: { kind: 'warning' | 'information'; detail: string }[] = [];
  const { showWarningMessage, showInformationMessage } = vscode.window;
  let site: Server;
  let asked: string[];
  let hostile: ServerEntry;
  let signIn: SignIn;
  let directory: string;
  let callbacks: Callbacks;
  let others: ServerEntry[];

  beforeEach(async () => {
    shown.length = 0;
    const started = await startSite();
    ({ site, asked } = started);
    hostile = serverEntry({ name: 'Hostile', url: `${started.origin}/mcp`, clientId: '0oa1' });
    others = [
      serverEntry({ name: 'Company', url: 'https://incidents.example.com/mcp', issuer: `${started.origin}/as` }),
    ];
    directory = await mkdtemp(path.join(tmpdir(), 'incident-desk-'));
    callbacks = new Callbacks({ directory, now: () => Date.now(), log });
    const memory = memento();
    signIn = createSignIn({
      effects: { fetch, now: () => Date.now(), log },
      host: { uiKind: 'desktop', onPersonsMachine: true, takesUris: true, uriScheme: 'vscode' },
      callbacks,
      openBrowser: () => assert.fail('no browser opens for a sign-in that was not confirmed'),
      links: { add: () => assert.fail('nobody waits for a sign-in that was not confirmed') },
      credentials: NO_CREDENTIALS,
      setting: { read: () => [...others, hostile] },
      sessions: { list: () => Promise.resolve([]) },
      issuers: createIssuerMemory(memory),
      refusals: new ResourceRefusals(memory),
      registrations: new Registrations(NO_SECRETS, () => Date.now()),
      clientMetadataUrl: () => undefined,
      memory,
    });
    const declining =
      (kind: 'warning' | 'information') =>
      (_: string, { detail = '' }: vscode.MessageOptions): Promise<undefined> => {
        shown.push({ kind, detail });
        return Promise.resolve(undefined);
      };
    Object.assign(vscode.window, {
      showWarningMessage: declining('warning'),
      showInformationMessage: declining('information'),
    });
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showWarningMessage, showInformationMessage });
    callbacks.dispose();
    site.closeAllConnections();
    site.close();
    await rm(directory, { recursive: true });
  });

  const declined = (error: unknown): boolean => isAppError(error, 'cancelled');

  it('gets no sign-in before the person was warned whose tokens these are', async () => {
    await assert.rejects(signIn(serverId(hostile)), declined);
    assert.equal(shown.length, 1);
    assert.equal(shown[0]?.kind, 'warning');
    assert.match(shown[0].detail, /Company signs in at the same place/);
    assert.ok(shown[0].detail.includes(`Incident server: ${new URL(hostile.url).host}`));
    assert.ok(!asked.some((request) => request.includes('/as/')), 'the issuer is not asked for anything yet');
  });

  it('has no client registered before the person agreed', async () => {
    const { clientId: _, ...unknown } = hostile;
    hostile = unknown;
    await assert.rejects(signIn(serverId(hostile)), declined);
    assert.match(shown[0]?.detail ?? '', /Incident Desk is not known there yet and registers itself/);
    assert.deepEqual(
      asked.filter((request) => request.includes('/as/')),
      [],
    );
  });

  it('is confirmed without a warning where no other server is known there', async () => {
    others = [];
    await assert.rejects(signIn(serverId(hostile)), declined);
    assert.deepEqual(
      shown.map(({ kind }) => kind),
      ['information'],
    );
  });
});
