import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { pressingAmong } from '../../../../src/core/incidents/list/pressing.ts';
import { shownIncidents } from '../../../../src/core/incidents/shownIncident.ts';
import type { IncidentListState } from '../../../../src/vscode/incidents/list/serverIncidents.ts';
import { pressingCount, viewState } from '../../../../src/vscode/incidents/list/viewState.ts';

const INCIDENTS = shownIncidents([
  { id: '1', severity: 'critical', status: 'open' },
  { id: '2', severity: 'high', status: 'investigating' },
  { id: '3', severity: 'critical', status: 'resolved' },
  { id: '4', severity: 'low', status: 'open' },
]);

function list(phase: IncidentListState['phase'], filled = false, loading = false): IncidentListState {
  const incidents = filled ? INCIDENTS : [];
  return { phase, loading, incidents, size: incidents.length, pressing: pressingAmong(incidents) };
}

describe('viewState', () => {
  const rows: readonly (readonly [string, readonly IncidentListState[], string])[] = [
    ['no server', [], 'noServers'],
    ['a server that was not asked yet', [list('waiting')], 'loading'],
    ['a first load', [list('waiting', false, true)], 'loading'],
    ['a load after a sign-in', [list('signedOut', false, true)], 'loading'],
    ['rows', [list('ready', true)], 'ready'],
    ['rows that are being refreshed', [list('ready', true, true)], 'ready'],
    ['no rows', [list('ready')], 'empty'],
    ['no rows while they are refreshed', [list('ready', false, true)], 'empty'],
    ['a sign-out', [list('signedOut')], 'signedOut'],
    ['a server out of reach', [list('offline')], 'offline'],
    ['a server out of reach, with known rows', [list('offline', true)], 'offline'],
    ['a failure', [list('error')], 'error'],
    ['a failure, with known rows', [list('error', true)], 'ready'],
    ['one signed out of two', [list('signedOut'), list('ready', true)], 'ready'],
    ['one out of reach of two', [list('offline', true), list('ready', true)], 'ready'],
    ['one empty, one signed out', [list('signedOut'), list('ready')], 'ready'],
    ['one out of reach, one signed out', [list('signedOut'), list('offline')], 'ready'],
    ['one failed, one signed out', [list('signedOut'), list('error')], 'error'],
    ['one still loading', [list('waiting', false, true), list('error')], 'loading'],
  ];
  for (const [what, lists, state] of rows) {
    it(`is ${state} for ${what}`, () => {
      assert.equal(viewState(lists, false), state);
    });
  }

  it('is sessionEnded where a sign-in ended by itself and nothing else is to be seen', () => {
    const ended = { ...list('signedOut'), error: new AppError('session_ended', { server: 'p' }) };
    assert.equal(viewState([list('signedOut'), ended], false), 'sessionEnded');
    assert.equal(viewState([ended, list('ready', true)], false), 'ready');
  });

  it('is ready where all are filtered out, since the rows say so', () => {
    assert.equal(viewState([list('ready')], false, true), 'ready');
  });

  it('is badSettings whatever else there is', () => {
    assert.equal(viewState([], true), 'badSettings');
  });
});

describe('pressingCount', () => {
  it('counts what is critical or high and not resolved among the loaded rows of all servers', () => {
    const count = pressingCount([list('ready', true), list('offline', true), list('ready')]);
    assert.deepEqual(count, { critical: 2, high: 2, isLoadedOnly: true });
  });

  it("takes the servers' own count of all, whatever is loaded or filtered out", () => {
    const counted = [
      { ...list('ready', true), allPressing: { critical: 60, high: 10 } },
      { ...list('ready'), allPressing: { critical: 3, high: 0 } },
      list('ready'),
    ];
    assert.deepEqual(pressingCount(counted), { critical: 63, high: 10, isLoadedOnly: false });
  });
});
