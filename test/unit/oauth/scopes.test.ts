import assert from 'node:assert/strict';
import { chooseScopes } from '../../../src/core/oauth/scopes.ts';

const OKTA = ['openid', 'profile', 'email', 'offline_access'];

describe('the scopes of a sign-in', () => {
  const table: readonly [string, (string[] | undefined)[], string[]][] = [
    ['configured ones as they are, and offline access', [['a', 'b'], ['c'], ['d'], OKTA], ['a', 'b', 'offline_access']],
    ['configured ones alone where the issuer lists nothing', [['a'], ['c'], ['d'], undefined], ['a']],
    ['configured offline access though the issuer lists none', [['offline_access'], , , []], ['offline_access']],
    ['an empty configured list', [[], ['c'], ['d'], OKTA], ['offline_access']],
    ['challenged before listed ones', [, ['c'], ['d'], OKTA], ['openid', 'profile', 'c', 'offline_access']],
    ['all of the resource metadata', [, , ['d', 'e'], OKTA], ['openid', 'profile', 'd', 'e', 'offline_access']],
    ['no offline access that the issuer does not know', [, ['c', 'offline_access'], , ['c']], ['c']],
    ['no half of an identity', [, ['c'], , ['openid']], ['c']],
    ['nothing twice', [, ['openid', 'c', 'offline_access'], , OKTA], ['openid', 'profile', 'c', 'offline_access']],
    ['none where nobody names any', [, , , undefined], []],
  ];
  for (const [name, [configured, challenged, resource, issuer], expected] of table) {
    it(`are ${name}`, () => assert.deepEqual(chooseScopes({ configured, challenged, resource, issuer }), expected));
  }
});
