import type { SignedInAtProvider } from '../../src/core/oauth/signIn/identityProvider.ts';
import type { Context } from './context.ts';

/** The company's identity provider, where the suite's person is signed in already; absent in most scenarios. */
export function identityProviderOf(context: Context): SignedInAtProvider | undefined {
  const { idp_issuer: issuer, idp_token_endpoint, idp_client_id: clientId, idp_id_token: idToken } = context;
  if (issuer === undefined || idp_token_endpoint === undefined) return undefined;
  if (clientId === undefined || idToken === undefined) return undefined;
  return { endpoints: { issuer, token_endpoint: idp_token_endpoint }, session: { clientId }, tokens: { idToken } };
}
