import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { AppError } from '../../src/core/errors.ts';
import type { ServerClient } from '../../src/core/mcp/serverClient.ts';
import { serverEntry } from '../../src/core/serverEntry.ts';
import { IncidentDrafts } from '../../src/core/incidents/create/incidentDrafts.ts';
import { createIncidents } from '../../src/vscode/incidents/createIncidents.ts';
import { KnownRows } from '../../src/vscode/incidents/list/knownRows.ts';
import type { TreeNode } from '../../src/vscode/incidents/list/treeNodes.ts';

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** A client of a server where nobody is signed in, which it finds out `when`. */
function signedOutClient(when: Promise<void>): ServerClient {
  const out = async () => {
    await when;
    throw new AppError('signed_out', { server: 'Production' });
  };
  return {
    id: 'p',
    entry: serverEntry({ name: 'Production', url: 'https://incidents.example.com/mcp' }),
    state: { kind: 'idle' },
    onDidChangeState: () => ({ dispose() {} }),
    connection: out,
    incidents: out,
    reset: () => Promise.resolve(),
    renew() {},
  };
}

/** A view as VS Code has it when it first asks for rows: in sight. */
function visibleView(): vscode.TreeView<TreeNode> {
  const { event: never } = new vscode.EventEmitter<never>();
  return {
    visible: true,
    selection: [],
    onDidChangeVisibility: never,
    onDidChangeSelection: never,
    onDidChangeCheckboxState: never,
    onDidExpandElement: never,
    onDidCollapseElement: never,
    reveal: () => Promise.resolve(),
    dispose() {},
  };
}

describe('The incidents', () => {
  it('are loaded and shown when they are first asked for with the view in sight', async () => {
    const { event: never } = new vscode.EventEmitter<never>();
    const [shown, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const client = signedOutClient(shown.promise);
    const registry = { list: () => [client], get: () => client, onDidChange: never };
    const drawn: number[] = [];
    const incidents = createIncidents({
      ...{ registry, log: silent, now: () => Date.now() },
      extensionUri: vscode.Uri.file('/'),
      withStepUp: (_, call) => call(),
      drafts: new IncidentDrafts({ get: () => undefined, update: () => Promise.resolve() }, () => 0),
      account: () => Promise.resolve(''),
      view: visibleView(),
      known: new KnownRows({
        directory: path.join(tmpdir(), randomUUID()),
        account: async () => undefined,
        log: silent,
      }),
      showIncidents: () => undefined,
      newsFolder: path.join(tmpdir(), 'incident-desk-news'),
      changed: () => {
        const rows = incidents.rows.getChildren();
        drawn.push(Array.isArray(rows) ? rows.length : NaN);
        (drawn.length === 1 ? shown : ended).resolve();
      },
    });
    await ended.promise;
    // The row that says "Loading", then none: the welcome view offers to sign in.
    assert.deepEqual(drawn, [1, 0]);
    incidents.dispose();
  });
});
