import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../src/core/errors.ts';
import { serverNodes, type ServersNode, type ShownServer } from '../../src/vscode/servers/view/serverNodes.ts';
import { serversTreeItem } from '../../src/vscode/servers/view/serversTreeItem.ts';
import { shownServer, tool } from '../unit/vscode/servers/view/shownServer.ts';

const { Expanded, Collapsed, None } = vscode.TreeItemCollapsibleState;

function items(...servers: readonly ShownServer[]): vscode.TreeItem[] {
  const all = (nodes: readonly ServersNode[]): readonly ServersNode[] =>
    nodes.flatMap((node) => ('children' in node ? [node, ...all(node.children)] : [node]));
  return all(serverNodes(servers)).map((node) => serversTreeItem(node, () => undefined));
}

/** A text of a row; every one of ours is a plain string. */
function plain(text: unknown): string {
  assert.ok(typeof text === 'string', 'it is plain text');
  return text;
}

function iconOf(item: vscode.TreeItem | undefined): string | undefined {
  return item?.iconPath instanceof vscode.ThemeIcon ? item.iconPath.id : undefined;
}

describe('Rows of the Servers view', () => {
  it('say who is signed in, how the server stands and what it is', () => {
    const [row] = items(shownServer());
    assert.equal(row?.label, 'Production');
    assert.equal(row.description, 'connected · ada · MCP 2025-11-25 · Incidents');
    assert.equal(row.collapsibleState, Expanded);
    assert.equal(row.contextValue, 'server.signedIn');
    assert.match(
      plain(row.tooltip),
      /Address: https:\/\/incidents\.example\.com\/mcp\nAccount: ada\nServer: Incidents/,
    );
  });

  it('name the issuer at which one signs in', () => {
    const [row] = items(shownServer({}, { issuer: 'https://acme.okta.com/oauth2/default' }));
    assert.match(
      plain(row?.tooltip),
      /Address: https:\/\/incidents\.example\.com\/mcp\nIssuer: https:\/\/acme\.okta\.com\/oauth2\/default\nAccount: ada\n/,
    );
  });

  it('have a word and an icon for each state', () => {
    const offline = new AppError('server_unreachable', { host: 'h' });
    const broken = new AppError('server_error', { host: 'h', status: '500' });
    const states: readonly (readonly [Partial<ShownServer>, string, string])[] = [
      [{ account: undefined }, 'signed out', 'lock'],
      [{ state: { kind: 'signedOut' } }, 'signed out · ada', 'lock'],
      [{ state: { kind: 'idle' } }, 'not connected · ada', 'server'],
      [{ state: { kind: 'connecting' } }, 'connecting… · ada', 'loading~spin'],
      [{ state: { kind: 'offline', error: offline } }, 'offline · ada', 'debug-disconnect'],
      [{ state: { kind: 'error', error: broken } }, 'error · ada', 'error'],
    ];
    for (const [state, words, icon] of states) {
      const [row] = items(shownServer({}, state));
      assert.deepEqual([row?.description, iconOf(row)], [words, icon]);
    }
    const [row] = items(shownServer({}, { state: { kind: 'offline', error: offline } }));
    assert.match(plain(row?.tooltip), /h cannot be reached/);
  });

  it('count what a server lists, and say what is empty or was not loaded', () => {
    const endless = new AppError('endless_list', { what: 'prompts' });
    const rows = items(
      shownServer({
        tools: { phase: 'ready', items: [tool('a'), tool('b')] },
        prompts: { phase: 'failed', items: [], error: endless },
        resources: { phase: 'ready', items: [] },
      }),
    );
    const groups = rows.filter(({ contextValue }) => contextValue === 'group');
    assert.deepEqual(
      groups.map(({ label, description, collapsibleState }) => [label, description, collapsibleState]),
      [
        ['Tools', '2', Collapsed],
        ['Prompts', 'not loaded', Collapsed],
        ['Resources', 'none', None],
        ['Templates', 'none', None],
      ],
    );
    const problem = rows.find(({ id }) => id === 's/prompts/notice');
    assert.match(plain(problem?.description), /list of prompts does not end/);
    assert.deepEqual(problem?.command?.arguments, [{ serverId: 's' }]);
  });

  it('mark lists that may have changed while the server is away', () => {
    const error = new AppError('server_unreachable', { host: 'h' });
    const [, problem, group] = items(
      shownServer({ tools: { phase: 'ready', items: [tool('a')] } }, { state: { kind: 'offline', error } }),
    );
    assert.equal(problem?.command?.command, 'incidentDesk.refreshServers');
    assert.equal(group?.description, '1, last known');
  });

  it('offer to sign in where nobody is, and ask nobody by themselves', () => {
    const [, row] = items(shownServer({}, { account: undefined }));
    assert.equal(row?.label, 'Sign in to Production…');
    assert.deepEqual(row.command?.arguments, [{ serverId: 's' }]);
  });

  it('run what an item is for when they are clicked', () => {
    const resource = { name: 'all', title: 'All', description: '', icons: [], uri: 'x://all', mimeType: 'image/png' };
    const template = { name: 'one', title: 'One', description: '', icons: [], uriTemplate: 'x://{id}', mimeType: '' };
    const rows = items(
      shownServer({
        tools: { phase: 'ready', items: [tool('t', { readOnly: true, destructive: false })] },
        prompts: { phase: 'ready', items: [{ name: 'p', title: 'P', description: '', icons: [], arguments: [] }] },
        resources: { phase: 'ready', items: [resource] },
        templates: { phase: 'ready', items: [template] },
      }),
    ).filter(({ command }) => command);
    assert.deepEqual(
      rows.map((row) => [row.contextValue, row.command?.command, row.command?.arguments, iconOf(row)]),
      [
        ['tool', 'incidentDesk.callTool', [{ serverId: 's', tool: 't' }], 'eye'],
        ['prompt', 'incidentDesk.renderPrompt', [{ serverId: 's', prompt: 'p' }], 'comment'],
        ['resource', 'incidentDesk.openResource', [{ serverId: 's', uri: 'x://all' }], 'file-media'],
        ['template', 'incidentDesk.openResource', [{ serverId: 's', uriTemplate: 'x://{id}' }], 'symbol-parameter'],
      ],
    );
  });

  it('are plain text, whatever a server wrote', () => {
    const hostile = '<img src=x> [go](command:evil) $(flame)\u202e';
    const about = { serverName: hostile, protocolVersion: hostile, instructions: hostile };
    const shown = shownServer({ tools: { phase: 'ready', items: [tool(hostile, { description: hostile })] } });
    const offers = shown.about?.offers;
    assert.ok(offers);
    for (const row of items({ ...shown, about: { ...about, offers } })) {
      const [label, description, tooltip] = [row.label, row.description, row.tooltip ?? ''].map(plain);
      assert.doesNotMatch(`${label}${description}${tooltip}`, /\u202e/);
      assert.doesNotMatch(`${label}${description}`, /\]\(command:|\$\(flame/);
    }
  });

  it('show a picture that holds itself, and load none', () => {
    const src = 'data:image/png;base64,AAAA';
    const [server] = serverNodes([shownServer({ tools: { phase: 'ready', items: [tool('a')] } })]);
    const [group] = server?.children ?? [];
    const [node] = group && 'children' in group ? group.children : [];
    assert.ok(node);
    const { iconPath } = serversTreeItem(node, () => ({ light: src, dark: src }));
    assert.ok(iconPath && typeof iconPath === 'object' && 'light' in iconPath && iconPath.light instanceof vscode.Uri);
    assert.equal(iconPath.light.toString(true), src);
  });
});
