import assert from 'node:assert/strict';
import { chooseScopes } from '../../../src/core/oauth/discovery/scopes.ts';
import type { ScopeSources } from '../../../src/core/oauth/discovery/scopes.ts';

const OKTA = ['openid', 'profile', 'email', 'offline_access'];

describe('the scopes of a sign-in', () => {
  const table: readonly [string, Partial<ScopeSources>, string[]][] = [
    [
      'configured ones as they are, and offline access',
      { configured: ['a', 'b'], challenged: ['c'], resource: ['d'], issuer: OKTA },
      ['a', 'b', 'offline_access'],
    ],
    ['configured ones alone where the issuer lists nothing', { configured: ['a'], challenged: ['c'] }, ['a']],
    [
      'configured offline access though none is listed',
      { configured: ['offline_access'], issuer: [] },
      ['offline_access'],
    ],
    ['an empty configured list', { configured: [], challenged: ['c'], issuer: OKTA }, ['offline_access']],
    [
      'challenged before listed ones',
      { challenged: ['c'], resource: ['d'], issuer: OKTA },
      ['openid', 'profile', 'c', 'offline_access'],
    ],
    [
      'all of the resource metadata',
      { resource: ['d', 'e'], issuer: OKTA },
      ['openid', 'profile', 'd', 'e', 'offline_access'],
    ],
    ['no offline access that the issuer does not know', { challenged: ['c', 'offline_access'], issuer: ['c'] }, ['c']],
    ['no half of an identity', { challenged: ['c'], issuer: ['openid'] }, ['c']],
    [
      'nothing twice',
      { challenged: ['openid', 'c', 'offline_access'], issuer: OKTA },
      ['openid', 'profile', 'c', 'offline_access'],
    ],
    [
      'none of a server that would show as another than it is sent as',
      { challenged: ['c', 'd\u200b', 'e"f', 'g\nh', '\u202eead', 'i\\j'] },
      ['c'],
    ],
    ['none where nobody names any', {}, []],
    [
      'those of a step-up beside all others, none dropped',
      { challenged: ['c'], issuer: OKTA, stepUp: { granted: ['openid', 'g', 'offline_access'], demanded: ['d', 'c'] } },
      ['openid', 'profile', 'c', 'g', 'offline_access', 'd'],
    ],
    [
      'those of a step-up beside configured ones',
      { configured: ['a'], challenged: ['c'], stepUp: { granted: ['g'], demanded: ['d'] } },
      ['a', 'g', 'd'],
    ],
    [
      'no offline access and nothing odd of a demand',
      { stepUp: { granted: [], demanded: ['d', 'offline_access', 'e"f'] } },
      ['d'],
    ],
  ];
  for (const [name, sources, expected] of table) {
    it(`are ${name}`, () => {
      const nothing = { configured: undefined, challenged: undefined, resource: undefined, issuer: undefined };
      assert.deepEqual(chooseScopes({ ...nothing, ...sources }), expected);
    });
  }
});
