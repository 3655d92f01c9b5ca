import assert from 'node:assert/strict';
import { parseStoredSession } from '../../../src/core/oauth/sessions/storedSession.ts';

const GOOD = {
  version: 1,
  session: {
    id: 'abcdefghijklmnop',
    serverId: 's',
    issuer: 'https://o.example',
    clientId: 'c',
    account: { id: 'a', label: 'l' },
    scopes: ['x'],
  },
  serverName: 'Prod',
  endpoints: { issuer: 'https://o.example', token_endpoint: 'https://o.example/token' },
  sealKey: Buffer.alloc(32, 7).toString('base64url'),
  generation: { number: 0, tokens: { accessToken: 't', expiresAt: 1, scopes: ['x'] }, obtainedAt: 0 },
};

describe('a stored session', () => {
  it('comes back as it was written', () => {
    assert.deepEqual(parseStoredSession(JSON.stringify(GOOD)), GOOD);
  });

  const bad: readonly [string, unknown][] = [
    ['another version', { ...GOOD, version: 2 }],
    ['no tokens', { ...GOOD, generation: { number: 0, obtainedAt: 0 } }],
    ['a short seal key', { ...GOOD, sealKey: 'AAAA' }],
    ['an id that leads out of its folder', { ...GOOD, session: { ...GOOD.session, id: '../../../../etc/x' } }],
    ['a negative generation', { ...GOOD, generation: { ...GOOD.generation, number: -1 } }],
    ['an endpoint that is no address', { ...GOOD, endpoints: { issuer: 'x', token_endpoint: 'nowhere' } }],
    ['null', null],
    ['a list', []],
  ];
  for (const [name, json] of bad) {
    it(`is none with ${name}`, () => assert.equal(parseStoredSession(JSON.stringify(json)), undefined));
  }

  it('is none where it is no JSON', () => {
    for (const text of ['', '{', 'undefined', '\u0000']) assert.equal(parseStoredSession(text), undefined);
  });
});
