import type { Effects } from '../../src/core/effects.ts';
import { beginAuthorization } from '../../src/core/oauth/authorization.ts';
import { fittingMethod } from '../../src/core/oauth/clientAuthentication.ts';
import { signInWithCredentials } from '../../src/core/oauth/clientCredentials.ts';
import { planSignIn } from '../../src/core/oauth/planSignIn.ts';
import type { PlanOptions, SignInPlan } from '../../src/core/oauth/planSignIn.ts';
import { readCredential } from '../../src/core/oauth/readCredential.ts';
import { redirectUriOf, redirectUrisOn } from '../../src/core/oauth/redirectUris.ts';
import { Registrations } from '../../src/core/oauth/registrations.ts';
import type { SecretStore } from '../../src/core/oauth/session.ts';
import type { SignedIn } from '../../src/core/oauth/signedIn.ts';
import type { ServerEntry } from '../../src/core/serverEntry.ts';
import { browse } from './browser.ts';
import type { Context } from './context.ts';

/** The one that the suite knows. */
const CLIENT_METADATA_URL = 'https://conformance-test.local/client-metadata.json';
const URI_SCHEME = 'vscode';

/** Signs in to the server of the settings; for a step-up with the scopes that it is about. */
export type SignIn = (stepUp?: PlanOptions['stepUp']) => Promise<SignedIn>;

/** Makes the sign-in of a person who agrees to everything, with the credentials that the suite handed out. */
export function createSignIn(entry: ServerEntry, context: Context, secrets: SecretStore, effects: Effects): SignIn {
  const registrations = new Registrations(secrets, effects.now);
  const credential = context.client_secret ?? context.private_key_pem;
  return async (stepUp) => {
    const plan = await planSignIn(entry, effects, {
      clientMetadataUrl: CLIENT_METADATA_URL,
      registrations,
      redirectUris: (callbackPath) => redirectUrisOn(callbackPath, URI_SCHEME, []),
      ...(stepUp ? { stepUp } : {}),
    });
    const whole = credential === undefined ? plan : withCredential(plan, credential);
    return entry.signIn === 'clientCredentials' ? signInWithCredentials(whole, effects) : byBrowser(whole, effects);
  };
}

async function byBrowser(plan: SignInPlan, effects: Effects): Promise<SignedIn> {
  const redirectUri = redirectUriOf('loopback', { uriScheme: URI_SCHEME, callbackPath: plan.callbackPath });
  const pending = await beginAuthorization(plan, { redirectUri }, effects);
  return pending.redeem(await browse(pending.url, redirectUri));
}

function withCredential(plan: SignInPlan, credential: string): SignInPlan {
  const { token_endpoint_auth_methods_supported: offered } = plan.metadata;
  return { ...plan, client: { ...plan.client, authentication: fittingMethod(readCredential(credential), offered) } };
}
