import assert from 'node:assert/strict';
import type { Session } from '../../../../src/core/oauth/sessions/session.ts';
import { serverEntry, serverId } from '../../../../src/core/serverEntry.ts';
import { signInPlanning, type KnownBefore } from '../../../../src/vscode/auth/planning/signInPlanning.ts';

const okta = 'https://example.okta.com/oauth2/default';
const other = 'https://other.okta.com/oauth2/default';
const third = 'https://third.okta.com/oauth2/default';
const company = 'https://company.okta.com';
const first = serverEntry({ name: 'first', url: 'https://first.example.com/mcp' });
const second = serverEntry({
  name: 'second',
  url: 'https://second.example.com/mcp',
  issuer: other,
  identityProvider: { issuer: company, clientId: '0oa2' },
});
const session = (of: typeof first, issuer: string): Session => ({
  id: 's',
  serverId: serverId(of),
  issuer,
  clientId: '0oa1',
  account: { id: 'a', label: 'ada' },
  scopes: [],
});
const known = (changes: Partial<KnownBefore> = {}): KnownBefore => ({
  entries: [first, second],
  sessions: [],
  issuers: { learned: () => new Map() },
  refusals: { has: () => false },
  registrations: { get: () => Promise.resolve(undefined), keep: () => Promise.resolve() },
  credentials: { get: () => Promise.resolve(undefined) },
  clientMetadataUrl: undefined,
  uriScheme: 'vscode',
  ...changes,
});

describe('What is known before a sign-in', () => {
  it('names the issuers of other servers, by settings, sessions and earlier sign-ins, and not its own', () => {
    const plan = signInPlanning(first, known({ sessions: [session(first, okta), session(second, third)] }));
    assert.deepEqual(plan.knownIssuers, [other, company, third]);
    const learned = new Map([[serverId(first), okta]]);
    assert.deepEqual(signInPlanning(second, known({ issuers: { learned: () => learned } })).knownIssuers, [okta]);
  });

  it('says whose answers come back on the bare path, once that is known', () => {
    assert.equal('bareIssuer' in signInPlanning(first, known()), false);
    assert.equal(signInPlanning(first, known({ entries: [second, first] })).bareIssuer, company);
    const learned = new Map([[serverId(first), okta]]);
    assert.equal(signInPlanning(second, known({ issuers: { learned: () => learned } })).bareIssuer, okta);
    assert.equal('bareIssuer' in signInPlanning(first, known({ entries: [first] })), false);
  });

  it('gives the bare path to no later server while the issuer of the first is unknown', () => {
    assert.equal(signInPlanning(second, known()).bareIssuer, '');
    const learned = new Map([[serverId(second), other]]);
    assert.equal(signInPlanning(second, known({ issuers: { learned: () => learned } })).bareIssuer, '');
  });

  it('registers no relay page but that of the server itself', () => {
    const relayed = serverEntry({
      name: 'third',
      url: 'https://third.example.com/mcp',
      relay: 'https://third.example.com/r',
    });
    const uris = (entry: typeof first) =>
      signInPlanning(entry, known({ entries: [first, relayed] })).redirectUris?.('/callback') ?? [];
    assert.equal(
      uris(first).some((uri) => uri.startsWith('https:')),
      false,
    );
    assert.ok(uris(relayed).includes('https://third.example.com/r'));
  });
});
