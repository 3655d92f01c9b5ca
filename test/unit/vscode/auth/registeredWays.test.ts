import assert from 'node:assert/strict';
import type { Way } from '../../../../src/core/oauth/signIn/waysToSignIn.ts';
import { redirectUrisOn } from '../../../../src/core/oauth/callbacks/redirectUris.ts';
import { registeredWays } from '../../../../src/vscode/auth/planning/registeredWays.ts';

const relay = 'https://incidents.example.com/oauth/relay';
const ways: readonly Way[] = ['uri', 'relay', 'loopback', 'device', 'paste'];
const all = redirectUrisOn('/callback', 'vscode', [relay]);

describe('The ways of a client that registered itself', () => {
  const plan = (redirectUris?: readonly string[]) => ({
    server: { relay },
    callbackPath: '/callback',
    ...(redirectUris ? { redirectUris } : {}),
  });

  it('are all that fit, where only the issuer knows what it allows', () => {
    assert.deepEqual(registeredWays(ways, plan(), 'vscode'), ways);
    assert.deepEqual(registeredWays(ways, plan(all), 'vscode'), ways);
  });

  it('are those alone whose redirect URIs the issuer took', () => {
    const loopback = all.filter((uri) => uri.startsWith('http://127.0.0.1'));
    assert.deepEqual(registeredWays(ways, plan(loopback), 'vscode'), ['loopback', 'device', 'paste']);
    assert.deepEqual(registeredWays(ways, plan(loopback.slice(0, 1)), 'vscode'), ['device', 'paste']);
    assert.deepEqual(registeredWays(ways, plan([relay]), 'vscode'), ['relay', 'device']);
  });
});
