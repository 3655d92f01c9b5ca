import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { isAppError } from '../../../src/core/errors.ts';
import { tokenText } from '../../../src/core/oauth/tokens/accessToken.ts';
import { signInWithCredentials } from '../../../src/core/oauth/signIn/clientCredentials.ts';
import { planSignIn } from '../../../src/core/oauth/signIn/planSignIn.ts';
import { readCredential } from '../../../src/core/oauth/clients/readCredential.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

const CLIENT = '0oaByKey';
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

describe('An issuer whose clock differs', () => {
  let world: World;
  let passed: number;

  /** @param minutes by which the issuer's clock is ahead of ours */
  async function start(minutes: number, idToken = 3600): Promise<void> {
    passed = 0;
    world = await startWorld({
      clock: () => Date.now() + minutes * 60_000 + passed * 1000,
      ttl: { idToken },
      serviceClients: [{ clientId: CLIENT, jwks: [keys.publicKey.export({ format: 'jwk' })] }],
    });
  }
  function pass(seconds: number): void {
    world.pass(seconds);
    passed += seconds;
  }
  afterEach(() => world.close());

  for (const [name, minutes] of [
    ['four minutes ahead', 4],
    ['four minutes behind', -4],
  ] as const) {
    it(`by ${name} signs in and refreshes, with ID tokens that last a minute`, async () => {
      await start(minutes, 60);
      const window = world.window();
      const signedIn = await world.signIn();
      const { id } = await window.add(signedIn);
      assert.equal(await window.token(id), signedIn.tokens.accessToken);
      pass(3600);
      assert.notEqual(tokenText(await window.token(id)), signedIn.tokens.accessToken);
      assert.equal(world.tokenRequests('refresh_token'), 1);
    });

    it(`by ${name} takes a client's signed assertion`, async () => {
      await start(minutes);
      const entry = {
        ...world.entry,
        issuer: world.issuer.issuer,
        clientId: CLIENT,
        signIn: 'clientCredentials' as const,
      };
      const plan = await planSignIn(entry, world.effects);
      const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const client = { clientId: CLIENT, authentication: readCredential(privateKey) };
      assert.ok((await signInWithCredentials({ ...plan, client }, world.effects)).tokens.accessToken);
      assert.equal(world.tokenRequests('client_credentials'), 1);
    });
  }

  it('by more than five minutes does not sign in with an ID token that is over', async () => {
    await start(-7, 60);
    await assert.rejects(
      world.signIn(),
      (error) => isAppError(error, 'token_request_failed') && error.args['error'] === 'invalid_response',
    );
  });
});
