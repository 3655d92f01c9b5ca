import type { Effects } from '../../src/core/effects.ts';
import { beginAuthorization } from '../../src/core/oauth/signIn/authorization.ts';
import { signInWithCredentials } from '../../src/core/oauth/signIn/clientCredentials.ts';
import { Credentials } from '../../src/core/oauth/clients/credentials.ts';
import { exchangeIdentity } from '../../src/core/oauth/signIn/identityProvider.ts';
import { planSignIn } from '../../src/core/oauth/signIn/planSignIn.ts';
import type { PlanOptions, SignInPlan } from '../../src/core/oauth/signIn/planSignIn.ts';
import { redirectUriOf, redirectUrisOn } from '../../src/core/oauth/callbacks/redirectUris.ts';
import { Registrations } from '../../src/core/oauth/clients/registrations.ts';
import type { SecretStore } from '../../src/core/oauth/sessions/session.ts';
import type { SignedIn } from '../../src/core/oauth/signIn/signedIn.ts';
import type { ServerEntry } from '../../src/core/serverEntry.ts';
import { browse } from './browser.ts';
import type { Context } from './context.ts';
import { identityProviderOf } from './identityProvider.ts';

/** The one that the suite knows. */
const CLIENT_METADATA_URL = 'https://conformance-test.local/client-metadata.json';
const URI_SCHEME = 'vscode';

/** Signs in to the server of the settings; for a step-up with the scopes that it is about. */
export type SignIn = (stepUp?: PlanOptions['stepUp']) => Promise<SignedIn>;

/** Makes the sign-in of a person who agrees to everything. */
export function createSignIn(entry: ServerEntry, context: Context, secrets: SecretStore, effects: Effects): SignIn {
  const provider = identityProviderOf(context);
  const registrations = new Registrations(secrets, effects.now);
  const credentials = new Credentials(secrets);
  return async (stepUp) => {
    const plan = await planSignIn(entry, effects, {
      registrations,
      credentials,
      clientMetadataUrl: CLIENT_METADATA_URL,
      redirectUris: (callbackPath) => redirectUrisOn(callbackPath, URI_SCHEME, []),
      ...(stepUp ? { stepUp } : {}),
    });
    if (provider) return exchangeIdentity(plan, provider, effects);
    return entry.signIn === 'clientCredentials' ? signInWithCredentials(plan, effects) : byBrowser(plan, effects);
  };
}

async function byBrowser(plan: SignInPlan, effects: Effects): Promise<SignedIn> {
  const redirectUri = redirectUriOf('loopback', { uriScheme: URI_SCHEME, callbackPath: plan.callbackPath });
  const pending = await beginAuthorization(plan, { redirectUri }, effects);
  return pending.redeem(await browse(pending.url, redirectUri));
}
