import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { isAppError } from '../../src/core/errors.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import { createWithStepUp } from '../../src/core/mcp/withStepUp.ts';
import type { ServerClient } from '../../src/core/mcp/serverClient.ts';
import { EXTENSION_ID } from '../../src/shared/names.ts';
import { IncidentPage } from '../../src/vscode/incidents/page/incidentPage.ts';
import { TextReader } from '../../src/vscode/incidents/page/text/textReader.ts';
import { entryFor, realEffects } from '../integration/support/connectTo.ts';
import { steeredTokens } from '../integration/support/tokenSource.ts';
import { startSeedServer } from '../peers/seedServer.ts';
import type { SeedServer } from '../peers/seedServer.ts';

const INCIDENTS = [{ id: '1', title: 'Login <b>fails</b>', severity: 'critical', status: 'open' }];
const PATIENCE_MS = 15_000;

async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`It never came to pass: ${what}`);
    await delay(20);
  }
}

function extensionUri(): vscode.Uri {
  const extension = vscode.extensions.getExtension(EXTENSION_ID);
  assert.ok(extension);
  return extension.extensionUri;
}

const reader = () => Promise.resolve(new TextReader(Date.now));
const withStepUp = createWithStepUp(() => Promise.reject(new Error('Nobody is to be asked.')));

describe('Pages in the editor', () => {
  let server: SeedServer;
  let client: ServerClient;
  let panel: vscode.WebviewPanel;

  beforeEach(async () => {
    server = await startSeedServer({ incidents: INCIDENTS, tokens: new Set(['good']) });
    const entry = entryFor(server.url);
    client = createServerClient({
      entry,
      tokens: steeredTokens('good'),
      effects: realEffects(),
      clientVersion: '1.2.3',
    });
    panel = vscode.window.createWebviewPanel('incidentDesk.test', 'Test', vscode.ViewColumn.One);
  });

  afterEach(async () => {
    panel.dispose();
    await client.reset();
    await server.close();
  });

  it('run their script under their content security policy, and show the incident', async () => {
    const problems: unknown[] = [];
    const page = new IncidentPage(
      panel,
      { serverId: client.id, id: '1' },
      {
        extensionUri: extensionUri(),
        client: () => client,
        withStepUp,
        asked: true,
        reader,
        changed: () => undefined,
        logProblem: (error) => problems.push(error),
      },
    );
    // The script says that it is ready; only then is the incident asked for.
    await until(() => panel.title === 'Login <b>fails</b>', 'the page has the title of the incident');
    await page.update();
    assert.deepEqual(problems, []);
  });

  it('allow no other script, no remote content and no command links', () => {
    new IncidentPage(
      panel,
      { serverId: client.id, id: '"><script>' },
      {
        extensionUri: extensionUri(),
        client: () => undefined,
        withStepUp,
        asked: true,
        reader,
        changed: () => undefined,
        logProblem: () => undefined,
      },
    );
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(panel.webview.html)?.[1] ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'nonce-[\w-]{20,}'/);
    assert.doesNotMatch(policy, /unsafe|img-src|connect-src/);
    assert.equal(panel.webview.options.enableCommandUris, false);
    assert.equal(panel.webview.html.split('<script').length, 2);
  });
});

describe('A page whose server wants another permission', () => {
  const challenge = 'Bearer error="insufficient_scope", scope="incidents:read"';
  const refused = () =>
    Promise.resolve(new Response(null, { status: 403, headers: { 'www-authenticate': challenge } }));
  let client: ServerClient;
  let panel: vscode.WebviewPanel;

  beforeEach(() => {
    const effects = { ...realEffects(), fetch: refused };
    const entry = entryFor('https://incidents.example.com/mcp');
    client = createServerClient({ entry, tokens: steeredTokens('good'), effects, clientVersion: '1.2.3' });
    panel = vscode.window.createWebviewPanel('incidentDesk.test', 'Test', vscode.ViewColumn.One);
  });

  afterEach(() => {
    panel.dispose();
  });

  it('asks for it where the person wanted something, never by itself', async () => {
    const prompts: (readonly string[])[] = [];
    const problems: unknown[] = [];
    const page = new IncidentPage(
      panel,
      { serverId: client.id, id: '1' },
      {
        extensionUri: extensionUri(),
        client: () => client,
        withStepUp: createWithStepUp(async (_, scopes) => void prompts.push(scopes)),
        asked: false,
        reader,
        changed: () => undefined,
        logProblem: (error) => problems.push(error),
      },
    );
    await until(() => problems.length > 0, 'the page that the editor brought back fails');
    await page.update();
    assert.ok(problems.every((error) => isAppError(error, 'insufficient_scope')));
    assert.deepEqual(prompts, []);
    await page.refresh();
    assert.deepEqual(prompts, [['incidents:read']]);
    assert.ok(isAppError(problems.at(-1), 'scopes_not_granted'));
  });
});
