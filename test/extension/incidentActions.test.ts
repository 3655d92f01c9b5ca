import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isAppError } from '../../src/core/errors.ts';
import type { ShownIncident } from '../../src/core/incidents/incidentSource.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import { createWithStepUp } from '../../src/core/mcp/withStepUp.ts';
import type { ServerClient } from '../../src/core/mcp/serverClient.ts';
import { type ActionCommand, actionCommands } from '../../src/vscode/incidents/actions/actionCommands.ts';
import { RowAbilities } from '../../src/vscode/incidents/actions/rowAbilities.ts';
import { IncidentLists } from '../../src/vscode/incidents/list/incidentLists.ts';
import { IncidentTree } from '../../src/vscode/incidents/list/incidentTree.ts';
import { treeContents } from '../../src/vscode/incidents/list/treeContents.ts';
import { treeItem } from '../../src/vscode/incidents/list/treeItem.ts';
import { entryFor, realEffects } from '../integration/support/connectTo.ts';
import { incidentWith } from '../integration/support/incidents.ts';
import { startTokenIssuer } from '../integration/support/tokenIssuer.ts';
import { steeredTokens } from '../integration/support/tokenSource.ts';
import { until } from '../integration/support/until.ts';
import { startSeedServer } from '../peers/seedServer.ts';
import { startServer } from './world/world.ts';

const ID = 'INC-2000';
const GRACE = { subject: 'grace@example.com', clientId: 'other' };
const withStepUp = createWithStepUp(() => Promise.reject(new Error('Nobody is to be asked.')));
const { event: never } = new vscode.EventEmitter<never>();

function clientOf(url: string, token: string): ServerClient {
  return createServerClient({
    ...{ entry: entryFor(url), tokens: steeredTokens(token), effects: realEffects(), clientVersion: '1.2.3' },
  });
}

describe('Commands that change an incident', () => {
  const { showQuickPick, showInputBox, showWarningMessage, showInformationMessage, setStatusBarMessage } =
    vscode.window;
  let issuer: Awaited<ReturnType<typeof startTokenIssuer>>;
  let server: Awaited<ReturnType<typeof startServer>>;
  let client: ServerClient;
  let changed: ShownIncident[];
  let said: string[];
  let opened: unknown[];

  before(async () => {
    issuer = await startTokenIssuer();
  });
  after(() => issuer.close());
  beforeEach(async () => {
    server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    await server.store.import([incidentWith()]);
    client = clientOf(server.url, await issuer.token());
    [changed, said, opened] = [[], [], []];
    Object.assign(vscode.window, {
      setStatusBarMessage: (text: string) => void said.push(text),
      showInformationMessage: async (text: string) => void said.push(text),
    });
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showQuickPick, showInputBox, showWarningMessage, showInformationMessage });
    Object.assign(vscode.window, { setStatusBarMessage });
    await client.reset();
    await server.close();
  });

  const registry = {
    list: () => [client],
    get: (id: string) => (id === client.id ? client : undefined),
    onDidChange: never,
  };
  async function run(command: ActionCommand, seen?: ShownIncident): Promise<void> {
    const commands = actionCommands({
      ...{ registry, withStepUp },
      choose: async () => assert.fail('the row names the incident'),
      seen: () => seen,
      changed: (_, incident) => void changed.push(incident),
      open: (reference) => void opened.push(reference),
    });
    await commands[command]({ serverId: client.id, id: ID });
  }
  const stored = () => server.store.get(ID);

  const commands: readonly (readonly [ActionCommand, RegExp, object])[] = [
    ['incidentDesk.acknowledgeIncident', /^INC-2000: Acknowledged\.$/, { status: 'investigating' }],
    ['incidentDesk.resolveIncident', /^INC-2000: Resolved\.$/, { status: 'resolved' }],
    ['incidentDesk.assignIncidentToMe', /^INC-2000: Assigned to ada@/, { assignee: 'ada@example.com' }],
    ['incidentDesk.setIncidentSeverity', /^INC-2000: Severity is now Low\.$/, { severity: 'low' }],
    ['incidentDesk.addIncidentNote', /^INC-2000: Note added\.$/, { status: 'open' }],
  ];
  for (const [command, words, fields] of commands) {
    it(`do what they say, and say so without a dialog: ${command}`, async () => {
      Object.assign(vscode.window, {
        showQuickPick: async (items: Promise<readonly { severity: string }[]>) =>
          (await items).find(({ severity }) => severity === 'low'),
        showInputBox: async () => ' It burns. ',
      });
      await run(command);
      assert.match(said.join(), words);
      assert.deepEqual({ ...(await stored()), ...fields }, await stored());
      assert.equal((await stored())?.timeline.length, 1);
      assert.deepEqual(
        changed.map(({ updatedAt }) => updatedAt),
        [(await stored())?.updatedAt],
      );
    });
  }

  it('change nothing that somebody else changed first, and offer to look at it', async () => {
    const seen = await (await client.incidents()).get(ID);
    await server.store.update(ID, { status: 'resolved' }, GRACE);
    Object.assign(vscode.window, {
      showWarningMessage: async (text: string, button: string) => {
        said.push(text);
        return button;
      },
    });
    await run('incidentDesk.acknowledgeIncident', seen);
    assert.match(said.join(), /^INC-2000: grace@example\.com changed this first: status is now Resolved\./);
    assert.equal((await stored())?.timeline.length, 1);
    assert.equal(changed[0]?.status, 'resolved');
    await until(() => opened.length === 1, 'the incident is opened');
  });

  it('do nothing to an incident that is in that state already', async () => {
    await server.store.update(ID, { status: 'resolved' }, GRACE);
    await assert.rejects(run('incidentDesk.resolveIncident'), (error) => isAppError(error, 'cancelled'));
    assert.equal((await stored())?.timeline.length, 1);
    assert.equal(said.length, 1);
  });

  it('are refused where the server has no tool for them', async () => {
    const seed = await startSeedServer({
      incidents: [{ id: ID, title: 'x', severity: 'high', status: 'open' }],
      tokens: new Set(['good']),
    });
    await client.reset();
    client = clientOf(seed.url, 'good');
    for (const command of ['incidentDesk.resolveIncident', 'incidentDesk.addIncidentNote'] as const) {
      await assert.rejects(run(command), (error) => isAppError(error, 'tool_missing'));
    }
    await client.reset();
    await seed.close();
  });

  it('are named by the rows of the incidents that they can be used on', async () => {
    const fault = (error: unknown): void => assert.fail(String(error));
    const lists = new IncidentLists({ registry, now: Date.now, fault });
    let drawn = 0;
    const abilities = new RowAbilities({ lists, changed: () => (drawn += 1), fault });
    await lists.reload();
    await until(() => drawn === 1, 'the rows are drawn anew');
    const row = lists.get(client.id)?.node(ID) ?? assert.fail('there is a row');
    const { serverId, incident } = row;
    const tree = new IncidentTree({
      contents: () => treeContents(lists),
      item: (node, contents) => treeItem(node, contents, Date.now()),
      changed: () => undefined,
    });
    const item = await abilities.rows(tree, () => ({ serverId, status: incident.status })).getTreeItem(row);
    assert.equal(item.contextValue, 'incident acknowledge resolve assignToMe severity note');
    for (const part of [tree, abilities, lists]) part.dispose();
  });
});
