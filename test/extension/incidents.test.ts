import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../src/core/errors.ts';
import { NO_FILTER } from '../../src/core/incidents/list/incidentFilter.ts';
import { IncidentIndex } from '../../src/core/incidents/list/incidentIndex.ts';
import { ServerRows } from '../../src/core/incidents/list/serverRows.ts';
import { shownIncidents } from '../../src/core/incidents/shownIncident.ts';
import type { ListFacts } from '../../src/vscode/incidents/list/listState.ts';
import { treeItem } from '../../src/vscode/incidents/list/treeItem.ts';
import { childNodes, rootNodes, type TreeContents, type TreeNode } from '../../src/vscode/incidents/list/treeNodes.ts';
import { viewMessage } from '../../src/vscode/incidents/list/viewMessage.ts';
import { createFormModel } from '../../src/vscode/incidents/create/createFormModel.ts';
import { EMPTY_DRAFT } from '../../src/core/incidents/create/draft.ts';
import { newIncidentRules } from '../../src/core/incidents/create/newIncidentRules.ts';
import { problemPage } from '../../src/vscode/incidents/page/problemPage.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

function contents(sent: readonly object[], facts: Partial<ListFacts> = {}, filter = NO_FILTER): TreeContents {
  const index = new IncidentIndex();
  const rows = new ServerRows(index, 'p');
  rows.replace(shownIncidents(sent));
  const { size, pressing } = rows;
  const state = { phase: 'ready' as const, loading: false, ...facts, size, pressing, incidents: rows.all() };
  return { lists: [{ serverId: 'p', name: 'Production', state }], index, filter };
}

function items(from: TreeContents): vscode.TreeItem[] {
  const all = (nodes: readonly TreeNode[]): readonly TreeNode[] =>
    nodes.flatMap((node) => [node, ...all(childNodes(node, from))]);
  return all(rootNodes(from)).map((node) => treeItem(node, from, NOW));
}

describe('Rows of the incidents view', () => {
  it('show title, status, service and age, and open the incident', () => {
    const sent = { id: 'INC-1', title: 'Slow', severity: 'high', status: 'open', service: 'api' };
    const [group, row] = items(contents([{ ...sent, createdAt: '2026-11-20T09:00:00Z' }]));
    assert.equal(group?.label, 'High');
    assert.equal(group.collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
    assert.equal(row?.label, 'Slow');
    assert.equal(row.description, '3h · Open · api');
    assert.equal(row.contextValue, 'incident');
    assert.deepEqual(row.command?.arguments, [{ serverId: 'p', id: 'INC-1' }]);
    assert.equal(row.accessibilityInformation?.label, 'Slow, High, 3 hours ago, Open, api');
  });

  it('keep groups closed in which everything is resolved', () => {
    const [group] = items(contents([{ id: '1', severity: 'low', status: 'resolved' }]));
    assert.equal(group?.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
  });

  it('are plain text, whatever a server wrote', () => {
    const hostile = '<img src=x> [go](command:evil) $(flame)';
    const [, row] = items(contents([{ id: '1', title: hostile, service: hostile, severity: 'high' }]));
    assert.equal(row?.label, '<img src=x> [go](comman…');
    assert.equal(typeof row.tooltip, 'string');
    assert.equal(typeof row.description, 'string');
  });

  it('cannot be opened without an id', () => {
    const [, row] = items(contents([{ title: 'No id', severity: 'high' }]));
    assert.equal(row?.command, undefined);
  });

  it('offer the next page', () => {
    const more = items(contents([{ id: '1' }], { nextCursor: 'x' })).at(-1);
    assert.equal(more?.command?.command, 'incidentDesk.loadMoreIncidents');
    assert.deepEqual(more.command.arguments, ['p']);
  });

  it('say what happened and offer what helps where nothing could be loaded', () => {
    const unreachable = new AppError('server_unreachable', { host: 'incidents.example.com' });
    const [offline] = items(contents([], { phase: 'offline', error: unreachable }));
    assert.match(offline?.accessibilityInformation?.label ?? '', /incidents\.example\.com cannot be reached/);
    assert.equal(offline?.command?.command, 'incidentDesk.refreshIncidents');
    const [refused] = items(contents([], { phase: 'error', error: new AppError('unauthorized', { server: 'P' }) }));
    assert.equal(refused?.command?.command, 'incidentDesk.signIn');
    const mismatch = new AppError('issuer_mismatch', { issuer: 'https://a.example', found: 'https://b.example' });
    const [settings] = items(contents([], { phase: 'error', error: mismatch }));
    assert.equal(settings?.command?.command, 'incidentDesk.openSettings');
    const forbidden = new AppError('insufficient_scope', { server: 'P', scopes: 'incidents:read' });
    const [forbiddenRow] = items(contents([], { phase: 'error', error: forbidden }));
    assert.equal(forbiddenRow?.command?.command, 'incidentDesk.askForPermission');
    assert.deepEqual(forbiddenRow.command.arguments, ['p']);
    const [signedOut] = items(contents([], { phase: 'signedOut' }));
    assert.equal(signedOut?.command?.command, 'incidentDesk.signIn');
  });
});

describe('The message above the rows', () => {
  const unreachable = new AppError('server_unreachable', { host: 'incidents.example.com' });

  it('is empty while all is well', () => {
    assert.equal(viewMessage(contents([{ id: '1' }]).lists, undefined), '');
  });

  it('says since when rows may be out of date', () => {
    const stale = contents([{ id: '1' }], { phase: 'offline', error: unreachable, asOf: NOW });
    assert.match(viewMessage(stale.lists, undefined), /^Offline since .*showing 1 incidents.*cannot be reached/);
  });

  it('names the field of the settings that cannot be read', () => {
    const problem = new AppError('invalid_settings', { field: 'incidentDesk.servers[0].url', problem: 'is missing' });
    assert.match(viewMessage([], problem), /incidentDesk\.servers\[0\]\.url: is missing/);
  });
});

describe('The form for a new incident', () => {
  it('has the fields that the server takes, and no others', () => {
    const context = {
      ...{ draftId: 'd', serverId: 's', servers: [{ id: 's', name: 'Production' }] },
      ...{ services: ['b', 'a', 'b', ''], draft: EMPTY_DRAFT, notices: [], sending: false, unsettled: false },
    };
    const rulesOf = (...names: string[]) =>
      newIncidentRules({ properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) });
    const seed = createFormModel({ ...context, rules: rulesOf('title', 'severity', 'status') });
    assert.deepEqual(
      seed.fields.map(({ name }) => name),
      ['title', 'severity'],
    );
    assert.equal(seed.draft.severity, 'medium');
    const rules = rulesOf('tags', 'title', 'service', 'description', 'severity');
    const all = createFormModel({ ...context, rules });
    assert.deepEqual(
      all.fields.map(({ name }) => name),
      ['title', 'severity', 'service', 'description', 'tags'],
    );
    const service = all.fields.find(({ name }) => name === 'service');
    assert.deepEqual(
      service?.options.map(({ value }) => value),
      ['a', 'b'],
    );
  });
});

describe('The page of an incident that cannot be shown', () => {
  const pageFor = (error: unknown) => {
    const model = problemPage(error);
    assert.equal(model.kind, 'problem');
    return { heading: model.heading, buttons: model.buttons.map(({ label }) => label) };
  };

  it('says so, and offers what helps', () => {
    const missing = pageFor(new AppError('incident_not_found', { id: 'INC-1' }));
    assert.equal(missing.heading, 'Incident not found');
    assert.equal(missing.buttons[0], 'Retry');
    assert.deepEqual(pageFor(new AppError('signed_out', { server: 'P' })), {
      heading: 'Signed out',
      buttons: ['Sign In', 'Retry'],
    });
    assert.deepEqual(pageFor(new AppError('unknown_server', { server: 'P' })), {
      heading: 'Server removed',
      buttons: [],
    });
    assert.equal(pageFor(new Error('a fault')).heading, 'The incident could not be loaded');
  });
});
