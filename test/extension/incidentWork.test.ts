import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isAppError } from '../../src/core/errors.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../src/core/mcp/serverClient.ts';
import { createWithStepUp } from '../../src/core/mcp/withStepUp.ts';
import { promptText } from '../../src/core/mcp/documents/promptText.ts';
import type { Rendered } from '../../src/vscode/prompts/renderPrompt.ts';
import { createIncidentWork } from '../../src/vscode/incidents/work/createIncidentWork.ts';
import type { WorkOptions } from '../../src/vscode/incidents/work/workOptions.ts';
import { incidentLink } from '../../src/vscode/incidents/links/incidentLink.ts';
import { entryFor, realEffects } from '../integration/support/connectTo.ts';
import { incidentWith } from '../integration/support/incidents.ts';
import { startTokenIssuer } from '../integration/support/tokenIssuer.ts';
import { steeredTokens } from '../integration/support/tokenSource.ts';
import { startSeedServer } from '../peers/seedServer.ts';
import { openGitRepository, type TestRepository } from './world/gitRepository.ts';
import { standIn } from './world/standIn.ts';
import { startServer } from './world/world.ts';

const ID = 'INC-2000';
const HOSTILE = 'x](command:workbench.action.quit) | <img src=x> `y`';
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const withStepUp = createWithStepUp(() => Promise.reject(new Error('Nobody is to be asked.')));
const { event: never } = new vscode.EventEmitter<never>();

function clientOf(url: string, token: string): ServerClient {
  return createServerClient({
    ...{ entry: entryFor(url), tokens: steeredTokens(token), effects: realEffects(), clientVersion: '1.2.3' },
  });
}

describe('Work on an incident', () => {
  const { showQuickPick, showInformationMessage, showErrorMessage, setStatusBarMessage } = vscode.window;
  const own = { showQuickPick, showInformationMessage, showErrorMessage, setStatusBarMessage };
  let issuer: Awaited<ReturnType<typeof startTokenIssuer>>;
  let server: Awaited<ReturnType<typeof startServer>>;
  let seed: Awaited<ReturnType<typeof startSeedServer>>;
  let client: ServerClient;
  let rendered: Rendered[];
  let said: string[];
  let picks: (readonly string[])[];
  let pick: (labels: readonly string[]) => number;
  let button: string | undefined;

  before(async () => {
    issuer = await startTokenIssuer();
    seed = await startSeedServer({
      incidents: [{ id: '7', title: HOSTILE, severity: 'high', status: 'open' }],
      tokens: new Set(['good']),
    });
  });
  after(async () => {
    await seed.close();
    await issuer.close();
  });
  beforeEach(async () => {
    server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    await server.store.import([
      incidentWith(),
      incidentWith({ id: 'INC-2001', severity: 'low', title: 'Mail is late' }),
    ]);
    client = clientOf(server.url, await issuer.token());
    [rendered, said, picks] = [[], [], []];
    pick = () => 0;
    button = undefined;
    const show = async (text: string): Promise<undefined> => void said.push(text);
    Object.assign(vscode.window, {
      showQuickPick: async (given: Promise<readonly vscode.QuickPickItem[]>) => {
        const items = await given;
        const rows = items.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
        picks.push(items.map(({ label }) => label));
        return rows[pick(rows.map(({ label }) => label))];
      },
      showInformationMessage: async (text: string, ...buttons: unknown[]) => {
        said.push(text);
        return buttons.find((one) => one === button);
      },
      showErrorMessage: show,
      setStatusBarMessage: (text: string) => {
        said.push(text);
        return { dispose() {} };
      },
    });
  });
  afterEach(async () => {
    Object.assign(vscode.window, own);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await client.reset();
    await server.close();
  });

  function workOn(id: string, more: Partial<WorkOptions> = {}) {
    const registry = {
      list: () => [client],
      get: (wanted: string) => (wanted === client.id ? client : undefined),
      onDidChange: never,
    };
    return createIncidentWork({
      ...{ registry, withStepUp, log: silent },
      choose: () => Promise.resolve({ serverId: client.id, id }),
      showPrompt: async (one) => void rendered.push(one),
      lastEditor: { get: () => undefined },
      ...more,
    }).commands;
  }
  const textOf = () => promptText(rendered.at(-1)?.prompt ?? assert.fail('a prompt is shown')).text;

  it('triages all incidents by what the server suggests', async () => {
    pick = (labels) => labels.indexOf('By patterns');
    await workOn(ID)['incidentDesk.triageIncidents']();
    assert.deepEqual(picks, [['By severity', 'By patterns']]);
    assert.match(textOf(), /^Look for patterns[^]*INC-2000[^]*INC-2001/);
    assert.equal(rendered[0]?.serverId, client.id);
  });

  it('triages what the list shows, and says so', async () => {
    const activeFilter = () => ({ text: '', severity: ['low'], status: [], service: [], assignee: [] });
    await workOn(ID, { activeFilter })['incidentDesk.triageIncidents']();
    assert.deepEqual(picks[0]?.[0], 'The incidents that the list shows: low');
    assert.match(textOf(), /INC-2001/);
    assert.doesNotMatch(textOf(), /INC-2000/);
  });

  it('triages by the prompt of a first incident server, which suggests nothing and cannot filter', async () => {
    await client.reset();
    client = clientOf(seed.url, 'good');
    pick = (labels) => labels.indexOf('By severity');
    const activeFilter = () => ({ text: 'x', severity: [], status: [], service: [], assignee: [] });
    await workOn('7', { activeFilter })['incidentDesk.triageIncidents']();
    assert.deepEqual(picks, [['By severity', 'By patterns']]);
    assert.equal(textOf(), 'Triage by severity: 1 incidents.');
  });

  it('has a post-mortem written by the prompt of the server', async () => {
    await workOn(ID)['incidentDesk.writePostmortem']();
    assert.equal(rendered[0]?.title, `Write Post-mortem ${ID}`);
    assert.match(textOf(), /blameless post-mortem[^]*Checkout answers slowly/);
  });

  it('begins a post-mortem by itself where the server has no prompt, with nothing that could act in it', async () => {
    await client.reset();
    client = clientOf(seed.url, 'good');
    await workOn('7')['incidentDesk.writePostmortem']();
    assert.deepEqual(rendered, []);
    const document = vscode.window.activeTextEditor?.document ?? assert.fail('a document is open');
    assert.deepEqual([document.languageId, document.isUntitled], ['markdown', true]);
    const text = document.getText();
    for (const heading of ['Summary', 'Impact', 'Timeline', 'Root cause', 'Action items', 'Open questions']) {
      assert.match(text, new RegExp(`^## ${heading}$`, 'm'));
    }
    assert.match(text, /^- Severity: High$/m);
    assert.ok(text.includes(incidentLink('vscode', { server: seed.url, id: '7' })));
    const html = await vscode.commands.executeCommand<string>('markdown.api.render', text);
    assert.doesNotMatch(html, /<img|href="command:/);
    assert.match(html, /command:workbench\.action\.quit\) \|/);
  });

  it('inserts a reference at all cursors, as a link in Markdown and as it can be read elsewhere', async () => {
    const link = incidentLink('vscode', { server: server.url, id: ID });
    for (const [language, text] of [
      ['markdown', `[INC\\-2000](<${link}>)`],
      ['plaintext', `${ID} (${link})`],
    ]) {
      const document = await vscode.workspace.openTextDocument({ language: language ?? '', content: 'a\nb\n' });
      const editor = await vscode.window.showTextDocument(document);
      editor.selections = [0, 1].map((line) => new vscode.Selection(line, 1, line, 1));
      await workOn(ID)['incidentDesk.insertIncidentReference']();
      assert.equal(document.getText(), `a${text ?? ''}\nb${text ?? ''}\n`);
    }
  });

  it('copies the reference where there is no editor', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await workOn(ID)['incidentDesk.insertIncidentReference']();
    assert.match(await vscode.env.clipboard.readText(), /^INC-2000 \(/);
    assert.match(said.join(), /Reference copied/);
  });

  describe('with Git', () => {
    let repository: TestRepository;
    const git = (...args: string[]) => repository.git(...args);
    const branch = () => git('branch', '--show-current');
    const create = async () => workOn(ID)['incidentDesk.createIncidentBranch']();

    before(async () => {
      repository = await openGitRepository();
    });
    after(() => repository.close());

    it('creates the branch of an incident, and offers the one that is there', async () => {
      await create();
      assert.equal(branch(), 'incident/INC-2000-checkout-answers-slowly');
      await create();
      assert.match(said.at(-1) ?? '', /You are on the branch .* already/);
      git('checkout', '--quiet', 'main');
      await server.store.update(ID, { title: 'Another title' }, { subject: 'grace', clientId: 'other' });
      await assert.rejects(create(), (error) => isAppError(error, 'cancelled'));
      assert.equal(branch(), 'main');
      button = 'Check Out';
      await create();
      assert.equal(branch(), 'incident/INC-2000-checkout-answers-slowly');
    });

    it('copies the name and has Git ask for it where Git cannot be called from here', async () => {
      const ran: string[] = [];
      const restored = [
        standIn(vscode.extensions, { getExtension: () => undefined }),
        standIn(vscode.commands, { executeCommand: async (command: string) => ran.push(command) as never }),
      ];
      try {
        await create();
      } finally {
        for (const restore of restored) restore();
      }
      assert.deepEqual(ran, ['git.branch']);
      assert.equal(await vscode.env.clipboard.readText(), 'incident/INC-2000-checkout-answers-slowly');
    });

    it('asks in which of several repositories', async () => {
      const second = await openGitRepository();
      git('checkout', '--quiet', 'main');
      git('branch', '--quiet', '-D', 'incident/INC-2000-checkout-answers-slowly');
      pick = (labels) => labels.indexOf(repository.name);
      await create();
      assert.ok(picks.at(-1)?.includes(second.name));
      assert.equal(branch(), 'incident/INC-2000-checkout-answers-slowly');
      await second.close();
    });

    it('says in the words of Git why there is no branch', async () => {
      git('checkout', '--quiet', 'main');
      git('branch', '--quiet', '-D', 'incident/INC-2000-checkout-answers-slowly');
      git('branch', 'incident');
      pick = (labels) => labels.indexOf(repository.name);
      await assert.rejects(create(), (error) => {
        assert.ok(isAppError(error, 'git_failed'));
        assert.match(error.args['reason'] ?? '', /incident/);
        return true;
      });
    });
  });
});
