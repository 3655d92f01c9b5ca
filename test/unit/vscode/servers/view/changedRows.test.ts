import assert from 'node:assert/strict';
import { AppError } from '../../../../../src/core/errors.ts';
import { changedRows } from '../../../../../src/vscode/servers/view/changedRows.ts';
import { serverNodes, type ShownServer } from '../../../../../src/vscode/servers/view/serverNodes.ts';
import { shownServer, tool } from './shownServer.ts';

const withTools = (...names: string[]) =>
  shownServer({ tools: { phase: 'ready', items: names.map((name) => tool(name)) } });
const changes = (before: readonly ShownServer[], after: readonly ShownServer[]) =>
  changedRows(serverNodes(before), serverNodes(after));

describe('changedRows', () => {
  it('is nothing where nothing changed', () => {
    assert.deepEqual(changes([withTools('a')], [withTools('a')]), []);
  });

  it('is all where servers came, went or changed places', () => {
    const other = shownServer({}, { serverId: 't' });
    assert.equal(changes([], [withTools()]), 'all');
    assert.equal(changes([withTools(), other], [other, withTools()]), 'all');
  });

  it('is the list in which items came or went, and no row above it', () => {
    assert.deepEqual(changes([withTools('a')], [withTools('a', 'b')]), ['s/tools']);
  });

  it('is the item alone of which something changed', () => {
    const described = shownServer({ tools: { phase: 'ready', items: [tool('a', { description: 'New' }), tool('b')] } });
    assert.deepEqual(changes([withTools('a', 'b')], [described]), ['s/tools/a']);
  });

  it('is the list as a whole where many of its items changed', () => {
    const names = Array.from({ length: 50 }, (_, index) => String(index));
    const described = names.map((name) => tool(name, { description: 'New' }));
    const after = shownServer({ tools: { phase: 'ready', items: described } });
    assert.deepEqual(changes([withTools(...names)], [after]), ['s/tools']);
  });

  it('is the server where its state or what went wrong changed', () => {
    const away = (host: string) =>
      shownServer({}, { state: { kind: 'offline', error: new AppError('server_unreachable', { host }) } });
    assert.deepEqual(changes([shownServer()], [away('a')]), ['s']);
    assert.deepEqual(changes([away('a')], [away('b')]), ['s']);
    assert.deepEqual(changes([away('a')], [away('a')]), []);
  });

  it('tells large pictures apart without reading them whole', () => {
    const pictured = (end: string) => {
      const icons = [{ src: `data:image/png;base64,${'A'.repeat(60_000)}${end}`, mimeType: '' }];
      return shownServer({ tools: { phase: 'ready', items: [tool('a', { icons })] } });
    };
    assert.deepEqual(changes([pictured('A')], [pictured('B')]), ['s/tools/a']);
    assert.deepEqual(changes([pictured('A')], [pictured('A')]), []);
  });
});
