import assert from 'node:assert/strict';
import { isAppError } from '../../../../src/core/errors.ts';
import { incidentLink } from '../../../../src/vscode/incidents/links/incidentLink.ts';
import { readIncidentLink } from '../../../../src/vscode/incidents/links/readIncidentLink.ts';

const SERVER = 'https://incidents.example.com/mcp';

/** The query of a link as VS Code hands it over: decoded once. */
function queryOf(link: string): string {
  return decodeURIComponent(new URL(link).search.slice(1));
}

describe('A link to an incident', () => {
  for (const [server, id] of [
    [SERVER, 'INC-2000'],
    [`${SERVER}?team=a&b=100%25`, 'A & B #1+2=3 %'],
    ['http://127.0.0.1:4000/mcp', '7'],
  ] as const) {
    it(`names what it was made of: ${server} ${id}`, () => {
      assert.deepEqual(readIncidentLink(queryOf(incidentLink('vscode', { server, id }))), { server, id });
    });
  }

  it('may hold what editors add on its way', () => {
    const read = readIncidentLink(`windowId=_blank&server=${SERVER}&id=7&vscode-scheme=vscode`);
    assert.deepEqual(read, { server: SERVER, id: '7' });
  });

  for (const [what, query] of [
    ['nothing', ''],
    ['no server', 'id=7'],
    ['no id', `server=${SERVER}`],
    ['an empty id', `server=${SERVER}&id=`],
    ['a change to make', `server=${SERVER}&id=7&status=resolved`],
    ['two ids', `server=${SERVER}&id=7&id=8`],
    ['two servers', `server=${SERVER}&server=https://evil.example&id=7`],
    ['a command as server', 'server=command:workbench.action.quit&id=7'],
    ['a file as server', 'server=file:///etc/passwd&id=7'],
    ['a server without https', 'server=http://incidents.example.com/mcp&id=7'],
    ['user information before the host', 'server=https://incidents.example.com@evil.example/mcp&id=7'],
    ['a server that looks like another', 'server=https://incidents.ex\u0430mple.com/mcp&id=7'],
    ['an id that turns the text around', `server=${SERVER}&id=7%E2%80%AE`],
    ['an id on two lines', `server=${SERVER}&id=7%0AINC-8`],
    ['an id without end', `server=${SERVER}&id=${'7'.repeat(201)}`],
    ['more than anybody would read', `server=${SERVER}&id=7&vscode-a=${'x'.repeat(2000)}`],
  ] as const) {
    it(`is refused with ${what}`, () => {
      assert.throws(
        () => readIncidentLink(query),
        (error) => isAppError(error, 'incident_link_invalid'),
      );
    });
  }
});
