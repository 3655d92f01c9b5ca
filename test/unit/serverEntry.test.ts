import assert from 'node:assert/strict';
import { serverEntry, serverId } from '../../src/core/serverEntry.ts';
import type { NewServerEntry } from '../../src/core/serverEntry.ts';

const ENTRY: NewServerEntry = {
  name: 'Prod',
  url: 'https://incidents.example.com/mcp',
  issuer: 'https://example.okta.com/oauth2/default',
  clientId: '0oa1',
  identityProvider: { issuer: 'https://example.okta.com', clientId: '0oa2' },
};
const idOf = (changes: Partial<NewServerEntry> = {}): string => serverId(serverEntry({ ...ENTRY, ...changes }));

describe('A server whose settings changed', () => {
  const another: readonly Partial<NewServerEntry>[] = [
    { url: 'https://incidents.example.com/other' },
    { issuer: 'https://example.okta.com/oauth2/other' },
    { clientId: '0oa3' },
    { identityProvider: { issuer: 'https://other.okta.com', clientId: '0oa2' } },
    { signIn: 'clientCredentials' },
  ];
  for (const changes of another) {
    it(`finds no session of before where its ${Object.keys(changes).join()} was another`, () =>
      assert.notEqual(idOf(changes), idOf()));
  }

  it('finds none either where its identity provider knew it by another client id', () =>
    assert.notEqual(idOf({ identityProvider: { issuer: 'https://example.okta.com', clientId: '0oa4' } }), idOf()));

  it('keeps its sessions where only its name or how it is asked changed', () => {
    const relay = 'https://relay.example.com/oauth/relay';
    assert.equal(idOf({ name: 'Production', signIn: 'loopback', relay, scopes: ['a'], resource: 'omit' }), idOf());
  });

  it('is not mistaken for one whose values only join to the same text', () => {
    const one = serverId({ url: 'https://a.example/mcp', issuer: 'x', clientId: 'y' });
    const other = serverId({ url: 'https://a.example/mcp', issuer: 'xy', clientId: '' });
    assert.notEqual(one, other);
  });
});
