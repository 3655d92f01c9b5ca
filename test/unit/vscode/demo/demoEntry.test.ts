import assert from 'node:assert/strict';
import { demoEntriesIn, demoEntry, sameEntry } from '../../../../src/vscode/demo/demoEntry.ts';
import { parseServers } from '../../../../src/vscode/settings/parseServers.ts';

const info = {
  pid: 1,
  serverUrl: 'http://127.0.0.1:33500/mcp',
  issuer: 'http://127.0.0.1:33501/oauth2/default',
  clientId: 'incident-desk',
  relay: 'http://127.0.0.1:33500/oauth/relay',
};

describe('The entry of the local demo', () => {
  it('has the relay page only where the editor runs in a browser', () => {
    const { relay, ...bare } = demoEntry(info, 'web');
    assert.equal(relay, info.relay);
    assert.deepEqual(demoEntry(info, 'desktop'), bare);
  });

  it('passes the check of the settings, and is known again there', () => {
    const [entry] = parseServers([demoEntry(info, 'web')]);
    assert.ok(entry);
    assert.ok(sameEntry(entry, demoEntry(info, 'web')));
    assert.ok(!sameEntry(entry, demoEntry(info, 'desktop')));
    assert.ok(!sameEntry(entry, demoEntry({ ...info, clientId: 'another' }, 'web')));
  });

  it('is found by its address, and by its name where an earlier demo left it', () => {
    const entries = parseServers([
      { name: 'Production', url: 'https://incidents.example.com/mcp' },
      { name: 'Renamed', url: info.serverUrl },
      { name: 'Local demo', url: 'http://127.0.0.1:1/mcp' },
    ]);
    assert.deepEqual(
      demoEntriesIn(entries, info).map(({ name }) => name),
      ['Renamed', 'Local demo'],
    );
    assert.deepEqual(
      demoEntriesIn(entries, undefined).map(({ name }) => name),
      ['Local demo'],
    );
  });
});
