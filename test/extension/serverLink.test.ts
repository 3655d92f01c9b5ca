import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { serverEntry, serverId, type NewServerEntry } from '../../src/core/serverEntry.ts';
import { createUriHandler } from '../../src/vscode/auth/browser/callbackUriHandler.ts';
import type { LinkDialogs } from '../../src/vscode/servers/linkDialogs.ts';
import { ADD_SERVER_PATH } from '../../src/vscode/servers/addServerPath.ts';
import { formatServerLink } from '../../src/vscode/servers/serverLink.ts';
import { createServerLinkRoute } from '../../src/vscode/servers/serverLinkRoute.ts';
import { createServersSetting, type ServersSetting } from '../../src/vscode/settings/serversSetting.ts';
import { createGate } from '../../src/vscode/words/gate.ts';

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const production: NewServerEntry = {
  name: 'Production & Co',
  url: 'https://incidents.example.com/mcp',
  issuer: 'https://example.okta.com/oauth2/default',
  clientId: '0oa1',
  scopes: ['incidents:read'],
  relay: 'https://relay.example.com/oauth/relay',
};

async function store(value: unknown): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  await vscode.workspace.getConfiguration().update('incidentDesk.servers', value, Global);
}

function stored(): unknown {
  return vscode.workspace.getConfiguration().inspect('incidentDesk.servers')?.globalValue;
}

describe('An add-server link that reaches the editor', () => {
  let setting: ServersSetting;
  let signIns: string[];
  let shown: string[];
  let answers: (question: string) => boolean | Promise<boolean>;
  let handler: vscode.UriHandler;

  beforeEach(() => {
    setting = createServersSetting();
    [signIns, shown, answers] = [[], [], () => false];
    const show = async (text: string): Promise<boolean> => {
      shown.push(text);
      return answers(text);
    };
    const dialogs: LinkDialogs = {
      confirm: (question, detail) => show(`${question}\n${detail}`),
      tell: (words) => show(words),
    };
    const signInTo = async (id: string) => void signIns.push(id);
    const route = createServerLinkRoute({ setting, signInTo, dialogs }, createGate(silent));
    handler = createUriHandler({ deliver: () => Promise.resolve() }, silent, { [ADD_SERVER_PATH]: route });
  });

  afterEach(async () => {
    setting.dispose();
    await store(undefined);
  });

  const open = async (link: string) => handler.handleUri(vscode.Uri.parse(link));
  const link = formatServerLink(serverEntry(production), vscode.env.uriScheme);

  it('shows every value, and writes and signs in to nothing by itself', async () => {
    await open(link);
    assert.equal(shown.length, 1);
    const { name, url, issuer, clientId, relay } = production;
    for (const value of [name, url, issuer, clientId, relay, 'incidents:read']) {
      assert.ok(shown[0]?.includes(value ?? ''), value);
    }
    assert.match(shown[0] ?? '', /Incident server: incidents\.example\.com\nYou sign in at: example\.okta\.com\n/);
    assert.match(shown[0] ?? '', /Whoever made this link chose/);
    assert.equal(stored(), undefined);
    assert.deepEqual(signIns, []);
  });

  it('adds the server after the click, and signs in only after another one', async () => {
    answers = (question) => question.startsWith('Add ');
    await open(link);
    assert.deepEqual(stored(), [production]);
    assert.deepEqual(signIns, []);
    await store(undefined);
    answers = () => true;
    await open(link);
    assert.deepEqual(signIns, [serverId(production)]);
  });

  it('never changes a server that is there', async () => {
    await store([production]);
    await open(link);
    assert.match(shown.at(-1) ?? '', /there already/);
    const evil = { ...production, issuer: 'https://evil.example', relay: 'https://evil.example/relay' };
    await open(formatServerLink(serverEntry(evil), vscode.env.uriScheme));
    assert.match(shown.at(-1) ?? '', /Nothing was changed/);
    assert.deepEqual(stored(), [production]);
    assert.deepEqual(signIns, []);
  });

  it('takes another name where its own is taken', async () => {
    answers = (question) => question.startsWith('Add ');
    const other = { name: 'PRODUCTION & co', url: 'https://other.example/mcp' };
    await store([other]);
    await open(link);
    assert.deepEqual(stored(), [other, { ...production, name: 'Production & Co 2' }]);
  });

  it('is dropped while another one is asked about', async () => {
    const answer = Promise.withResolvers<boolean>();
    answers = () => answer.promise;
    const first = open(link);
    await open(link.replace('incidents.example.com', 'evil.example'));
    assert.equal(shown.length, 1);
    answer.resolve(false);
    await first;
    await open(link);
    assert.equal(shown.length, 2);
  });

  it('asks nothing where it cannot be used', async () => {
    answers = () => true;
    for (const change of ['&url=https://evil.example', '&clientSecret=x', '&relay=javascript:alert(1)', '&state=1']) {
      await open(`${link}${change}`);
    }
    await open(link.replace('/add-server', '/add-server/'));
    assert.deepEqual(shown, []);
    assert.equal(stored(), undefined);
  });
});
