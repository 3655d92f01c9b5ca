import assert from 'node:assert/strict';
import { scopesNeeded } from '../../../src/server/auth/scopesNeeded.ts';
import { TOOL } from '../../../src/shared/names.ts';

const call = (name: unknown) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name } });
const READ = ['incidents:read'];
const WRITE = ['incidents:read', 'incidents:write'];

describe('the scopes that a request needs', () => {
  for (const [name, body, scopes] of [
    ['listing', call(TOOL.listIncidents), READ],
    ['creating', call(TOOL.createIncident), WRITE],
    ['asking who calls', call(TOOL.getMe), []],
    ['a tool that is not known', call('drop_everything'), WRITE],
    ['a tool name that is no text', call(7), WRITE],
    ['a tool named like a part of every object', call('constructor'), WRITE],
    ['a method named like a part of every object', { method: 'toString' }, []],
    ['reading a resource', { method: 'resources/read' }, READ],
    ['listing tools', { method: 'tools/list' }, []],
    ['no message', undefined, []],
  ] as const) {
    it(`are ${scopes.join(' and ') || 'none'} for ${name}`, () => assert.deepEqual(scopesNeeded(body), scopes));
  }
});
