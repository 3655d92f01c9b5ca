import assert from 'node:assert/strict';
import type { Session } from '../../../../src/core/oauth/sessions/session.ts';
import { serverId, type ServerEntry } from '../../../../src/core/serverEntry.ts';
import { serversSharingIssuer } from '../../../../src/vscode/auth/planning/sharedIssuer.ts';

const issuer = 'https://example.okta.com/oauth2/default';
const server = (name: string, more: Partial<ServerEntry> = {}): ServerEntry => ({
  name,
  url: `https://${name}.example.com/mcp`,
  resource: 'auto',
  signIn: 'auto',
  ...more,
});
const session = (entry: ServerEntry): Session => ({
  id: 's',
  serverId: serverId(entry),
  issuer,
  clientId: '0oa1',
  account: { id: 'a', label: 'ada' },
  scopes: [],
});

describe('A sign-in at an issuer that other servers use too', () => {
  const fresh = server('new');
  const plan = { serverId: serverId(fresh), server: fresh, issuer };

  it('names those whose settings have that issuer, and those with a session there', () => {
    const configured = server('configured', { issuer });
    const discovered = server('discovered');
    const elsewhere = server('elsewhere', { issuer: 'https://other.okta.com/oauth2/default' });
    const entries = [fresh, configured, discovered, elsewhere];
    assert.deepEqual(serversSharingIssuer(plan, entries, [session(discovered)], new Map()), [
      'configured',
      'discovered',
    ]);
  });

  it('names those that an earlier sign-in found there, unless their settings say otherwise by now', () => {
    const signedOut = server('signedOut');
    const moved = server('moved', { issuer: 'https://other.okta.com/oauth2/default' });
    const learned = new Map([signedOut, moved].map((entry) => [serverId(entry), issuer]));
    assert.deepEqual(serversSharingIssuer(plan, [fresh, signedOut, moved], [], learned), ['signedOut']);
  });

  it('names those whose settings spell it with a slash at the end', () => {
    const slashed = server('slashed', { issuer: `${issuer}/` });
    assert.deepEqual(serversSharingIssuer(plan, [fresh, slashed], [], new Map()), ['slashed']);
  });

  it('names those whose access a company manages there', () => {
    const managed = server('managed', {
      issuer: 'https://own.example',
      identityProvider: { issuer, clientId: '0oa1' },
    });
    assert.deepEqual(serversSharingIssuer(plan, [fresh, managed], [], new Map()), ['managed']);
  });

  it('names those for which its token would be made out too', () => {
    const own = server('new', { url: 'https://shared.example.com/tenants/new/mcp' });
    const above = { serverId: serverId(own), server: own, issuer: 'https://own.example' };
    const neighbour = server('neighbour', { url: 'https://shared.example.com/tenants/other/mcp' });
    const entries = [own, neighbour, server('elsewhere')];
    const sharing = (resource: string, sessions: Session[] = []) =>
      serversSharingIssuer({ ...above, resource }, entries, sessions, new Map());
    assert.deepEqual(sharing('https://shared.example.com/'), ['neighbour']);
    assert.deepEqual(sharing(own.url), []);
    const wide = { ...session(neighbour), resource: 'https://shared.example.com/tenants' };
    assert.deepEqual(sharing(own.url, [wide]), ['neighbour']);
  });

  it('does not name the server itself', () => {
    const same = server('same', { issuer });
    assert.deepEqual(
      serversSharingIssuer({ serverId: serverId(same), server: same, issuer }, [same], [session(same)], new Map()),
      [],
    );
  });
});
