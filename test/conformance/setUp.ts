import type { Effects } from '../../src/core/effects.ts';
import { Credentials } from '../../src/core/oauth/clients/credentials.ts';
import { planSignIn } from '../../src/core/oauth/signIn/planSignIn.ts';
import { readCredential } from '../../src/core/oauth/clients/readCredential.ts';
import type { SecretStore } from '../../src/core/oauth/sessions/session.ts';
import { serverEntry } from '../../src/core/serverEntry.ts';
import type { ServerEntry } from '../../src/core/serverEntry.ts';
import type { Assignment } from './context.ts';
import { identityProviderOf } from './identityProvider.ts';

/** What a person sets up for the scenario's server: an entry of the settings, and the client's credential if it has one. */
export async function setUp(
  { scenario, url, context }: Assignment,
  secrets: SecretStore,
  effects: Effects,
): Promise<ServerEntry> {
  const { client_id: clientId, client_secret, private_key_pem } = context;
  const credential = client_secret ?? private_key_pem;
  const provider = identityProviderOf(context);
  const entry = serverEntry({
    name: 'Conformance',
    url,
    ...(clientId === undefined ? {} : { clientId }),
    ...(provider ? { identityProvider: { issuer: provider.endpoints.issuer, ...provider.session } } : {}),
  });
  if (clientId === undefined || credential === undefined) return entry;
  // The suite does not always name the issuer that the credential is for: the person looks up what the server names.
  const { issuer } = await planSignIn(entry, effects);
  await new Credentials(secrets).keep(issuer, clientId, readCredential(credential));
  const isMachine = scenario.startsWith('auth/client-credentials');
  return { ...entry, issuer, signIn: isMachine ? 'clientCredentials' : 'auto' };
}
