import assert from 'node:assert/strict';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { settingsWith } from './support/settingsWith.ts';
import { beginSignIn, TwoWindows } from './support/twoWindows.ts';

const SECRET_CLIENT = { clientId: 'machine-with-secret', clientSecret: 'a-secret-of-the-machine' };
const KEY_CLIENT = 'machine-with-key';

describe('Signing in as a machine, with two windows open', () => {
  let windows: TwoWindows;
  let privateKey: string;
  let jwks: readonly JWK[];

  before(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    const named = { alg: 'RS256', kid: 'machine-key' };
    privateKey = JSON.stringify({ ...(await exportJWK(pair.privateKey)), ...named });
    jwks = [{ ...(await exportJWK(pair.publicKey)), ...named }];
  });
  screenshotOnFailure(() => windows.first);
  afterEach(() => windows.close());

  /** Begins the sign-in of a client from a cold start. */
  const begin = async (clientId: string): Promise<void> => {
    windows = await TwoWindows.start({
      okta: { serviceClients: [SECRET_CLIENT, { clientId: KEY_CLIENT, jwks }] },
      settings: (desk) => settingsWith(desk, { name: 'Machine', clientId, signIn: 'clientCredentials' }),
    });
    await beginSignIn(windows.first);
  };
  const type = async (credential: string): Promise<void> => {
    const input = windows.first.quickInput.locator('input');
    await windows.first.quickInput.filter({ hasText: 'client secret or private key' }).waitFor();
    assert.equal(await input.getAttribute('type'), 'password');
    await input.fill(credential);
    await windows.first.page.keyboard.press('Enter');
  };

  it('takes a secret, masked, asks again for a wrong one, and keeps it over a reload', async () => {
    await begin(SECRET_CLIENT.clientId);
    const { first } = windows;
    await type('not-the-secret');
    await first.quickInput.locator('.quick-input-message', { hasText: /\w/ }).waitFor();
    await first.screenshot('62-wrong-secret');
    await type(SECRET_CLIENT.clientSecret);
    await windows.signedIn(first);
    await first.reload();
    await first.openIncidents();
    await first.incidents().first().waitFor();
    await first.screenshot('63-machine');
  });

  it('takes a private key', async () => {
    await begin(KEY_CLIENT);
    const { first, desk } = windows;
    await type(privateKey);
    await windows.signedIn(first);
    assert.ok(desk.okta.requests.every(({ path }) => !path.endsWith('/v1/authorize')));
  });
});
