import assert from 'node:assert/strict';
import { exportJWK, generateKeyPair } from 'jose';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { beginSignIn, TwoWindows } from './support/twoWindows.ts';
import type { Desk } from './support/desk.ts';

const SECRET_CLIENT = { clientId: 'machine-with-secret', clientSecret: 'a-secret-of-the-machine' };
const KEY_CLIENT = 'machine-with-key';

describe('Signing in as a machine, with two windows open', () => {
  let windows: TwoWindows;
  let privateKey: string;

  const settingsFor = ({ settings, server, okta: { issuer } }: Desk, clientId: string) => ({
    ...settings,
    'incidentDesk.servers': [{ name: 'Machine', url: server.url, issuer, clientId, signIn: 'clientCredentials' }],
  });
  before(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    const named = { alg: 'RS256', kid: 'machine-key' };
    privateKey = JSON.stringify({ ...(await exportJWK(pair.privateKey)), ...named });
    const jwks = [{ ...(await exportJWK(pair.publicKey)), ...named }];
    windows = await TwoWindows.start({
      okta: { serviceClients: [SECRET_CLIENT, { clientId: KEY_CLIENT, jwks }] },
      settings: (desk) => settingsFor(desk, SECRET_CLIENT.clientId),
    });
  });
  after(() => windows.close());
  screenshotOnFailure(() => windows.first);

  const type = async (credential: string): Promise<void> => {
    const input = windows.first.quickInput.locator('input');
    await windows.first.quickInput.filter({ hasText: 'client secret or private key' }).waitFor();
    assert.equal(await input.getAttribute('type'), 'password');
    await input.fill(credential);
    await windows.first.page.keyboard.press('Enter');
  };

  it('takes a secret, masked, asks again for a wrong one, and keeps it over a reload', async () => {
    const { first } = windows;
    await beginSignIn(first);
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
    const { first, desk } = windows;
    await desk.configure(settingsFor(desk, KEY_CLIENT));
    await first.reload();
    await beginSignIn(first);
    await type(privateKey);
    await first.incidents().first().waitFor();
    assert.ok(desk.okta.requests.every(({ path }) => !path.endsWith('/v1/authorize')));
  });
});
