import assert from 'node:assert/strict';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { ownLog } from './support/ownLog.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { secretsLogged } from './support/secretsLogged.ts';
import { settingsWith } from './support/settingsWith.ts';
import { talkative } from './support/talkative.ts';
import { beginSignIn, TwoWindows } from './support/twoWindows.ts';
import { waitUntil } from './support/waitUntil.ts';

const SECRET_CLIENT = { clientId: 'machine-with-secret', clientSecret: 'a-secret-of-the-machine' };
const WRONG_SECRET = 'not-the-secret-of-anybody';
const KEY_CLIENT = 'machine-with-key';

describe('Signing in as a machine, with two windows open', () => {
  let windows: TwoWindows;
  let privateJwk: JWK;
  let jwks: readonly JWK[];

  before(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    const named = { alg: 'RS256', kid: 'machine-key' };
    privateJwk = { ...(await exportJWK(pair.privateKey)), ...named };
    jwks = [{ ...(await exportJWK(pair.publicKey)), ...named }];
  });
  screenshotOnFailure(() => windows.first);
  afterEach(() => windows.close());

  /** Begins the sign-in of a client from a cold start. */
  const begin = async (clientId: string): Promise<void> => {
    windows = await TwoWindows.start({
      okta: { serviceClients: [SECRET_CLIENT, { clientId: KEY_CLIENT, jwks }] },
      settings: (desk) => settingsWith(desk, { name: 'Machine', clientId, signIn: 'clientCredentials' }),
      address: talkative,
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

  /** Looks for what was typed, and for all that the stand-in met or gave, in the logs at their most talkative. */
  const findNoSecret = async (typed: readonly (readonly [secret: string, kind: string])[]): Promise<void> => {
    await waitUntil(async () => (await ownLog(windows.desk)).includes('Signed in to'));
    assert.match(await ownLog(windows.desk), /\[debug\]/);
    assert.ok([...windows.desk.secrets.values()].includes('access_token'));
    assert.deepEqual(await secretsLogged(windows.desk, typed), []);
  };

  it('takes a secret, masked, asks again for a wrong one, and keeps it over a reload', async () => {
    await begin(SECRET_CLIENT.clientId);
    const { first } = windows;
    await type(WRONG_SECRET);
    await first.quickInput.locator('.quick-input-message', { hasText: /\w/ }).waitFor();
    await first.screenshot('62-wrong-secret');
    await type(SECRET_CLIENT.clientSecret);
    await windows.signedIn(first);
    await first.reload();
    await first.openIncidents();
    await first.incidents().first().waitFor();
    await first.screenshot('63-machine');
    await findNoSecret([
      [WRONG_SECRET, 'a wrong secret'],
      [SECRET_CLIENT.clientSecret, 'the secret'],
    ]);
  });

  it('takes a private key', async () => {
    await begin(KEY_CLIENT);
    const { first, desk } = windows;
    await type(JSON.stringify(privateJwk));
    await windows.signedIn(first);
    assert.ok(desk.okta.requests.every(({ path }) => !path.endsWith('/v1/authorize')));
    assert.ok([...desk.secrets.values()].includes('client_assertion'));
    const { d = '' } = privateJwk;
    assert.ok(d.length > 100);
    await findNoSecret([[d, 'the private key']]);
  });
});
