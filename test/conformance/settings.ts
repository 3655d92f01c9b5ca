import type { Effects } from '../../src/core/effects.ts';
import { planSignIn } from '../../src/core/oauth/planSignIn.ts';
import { serverEntry } from '../../src/core/serverEntry.ts';
import type { NewServerEntry, ServerEntry } from '../../src/core/serverEntry.ts';
import type { Assignment } from './context.ts';

/** What a person would put into the settings for the scenario's server. */
export async function settingsFor({ scenario, url, context }: Assignment, effects: Effects): Promise<ServerEntry> {
  const { client_id: clientId, issuer } = context;
  const entry: NewServerEntry = {
    name: 'Conformance',
    url,
    ...(clientId === undefined ? {} : { clientId }),
    ...(issuer === undefined ? {} : { issuer }),
  };
  if (!scenario.startsWith('auth/client-credentials')) return serverEntry(entry);
  // A credential needs an issuer in the settings; the suite names none, so the person looks up what the server names.
  const plan = await planSignIn(serverEntry(entry), effects);
  return serverEntry({ ...entry, issuer: plan.issuer, signIn: 'clientCredentials' });
}
