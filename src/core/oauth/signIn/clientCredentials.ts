import { createHash } from 'node:crypto';
import type { TokenEndpointResponse } from 'openid-client';
import type { Effects } from '../../effects.ts';
import { AppError } from '../../errors.ts';
import { labelText } from '../../shownText.ts';
import { fittingMethod } from '../clients/clientAuthentication.ts';
import type { OAuthClient } from '../clients/clientAuthentication.ts';
import { issuerClient } from '../tokens/issuerClient.ts';
import type { IssuerEndpoints } from '../tokens/issuerClient.ts';
import { withBoundTokens, withoutResource } from './planSignIn.ts';
import type { SignInPlan } from './planSignIn.ts';
import { assertionAudience } from '../clients/requestAuthentication.ts';
import { machineScopes } from '../discovery/machineScopes.ts';
import type { Session } from '../sessions/session.ts';
import { signedIn } from './signedIn.ts';
import type { SignedIn } from './signedIn.ts';
import { checkTokenType } from '../tokens/tokenBinding.ts';
import { clientIsRefused, tokenError, tokenFailure, wantsBoundTokens } from '../tokens/tokenFailure.ts';

/** What a client asks for in its own name. */
interface Wanted {
  readonly scopes: readonly string[];
  readonly resource?: string | undefined;
}

/**
 * Asks for a token in the client's own name (RFC 6749 section 4.4). A refresh token, which no issuer should give here,
 * is left aside: the credential itself renews the session. Throws what `tokenFailure` sorts.
 */
export async function requestAsClient(
  endpoints: IssuerEndpoints,
  client: OAuthClient,
  { scopes, resource }: Wanted,
  effects: Effects,
  signal?: AbortSignal,
): Promise<TokenEndpointResponse> {
  const { openid, configuration, binding } = await issuerClient(endpoints, client, effects, signal);
  const parameters = {
    ...(scopes.length > 0 ? { scope: scopes.join(' ') } : {}),
    ...(resource === undefined ? {} : { resource }),
  };
  const response = await openid.clientCredentialsGrant(configuration, parameters, binding);
  checkTokenType(response, { issuer: endpoints.issuer, dpopKey: client.dpopKey });
  const { refresh_token: _, ...kept } = response;
  return kept;
}

function account({ issuer, client, server }: SignInPlan): Session['account'] {
  const id = createHash('sha256')
    .update(JSON.stringify([issuer, client.clientId]))
    .digest('hex')
    .slice(0, 32);
  return { id, label: `${labelText(client.clientId, 100)} (${labelText(server.name, 100)})` };
}

async function request(plan: SignInPlan, effects: Effects, signal: AbortSignal | undefined): Promise<SignedIn> {
  const response = await requestAsClient(plan.metadata, plan.client, plan, effects, signal);
  const made = signedIn(plan, response, effects.now(), { kind: 'clientCredentials' });
  return { ...made, session: { ...made.session, account: account(plan) } };
}

/** The plan to try after a refusal that another request may not meet; absent where there is none. */
function otherPlan(plan: SignInPlan, error: unknown, mayReplaceAudience: boolean): SignInPlan | undefined {
  const failure = tokenFailure(error);
  const targetRefused = failure.kind === 'refused' && failure.error === 'invalid_target';
  if (targetRefused && plan.resource !== undefined && plan.server.resource === 'auto') return withoutResource(plan);
  if (wantsBoundTokens(failure) && plan.client.dpopKey === undefined) return withBoundTokens(plan);
  const { authentication } = plan.client;
  if (!mayReplaceAudience || !clientIsRefused(failure) || authentication.method !== 'private_key_jwt') return undefined;
  const audience = assertionAudience(authentication, plan.metadata) === 'issuer' ? 'endpoint' : 'issuer';
  return { ...plan, client: { ...plan.client, authentication: { ...authentication, audience } } };
}

async function signIn(
  plan: SignInPlan,
  effects: Effects,
  signal: AbortSignal | undefined,
  mayReplaceAudience: boolean,
): Promise<SignedIn> {
  try {
    return await request(plan, effects, signal);
  } catch (error) {
    const other = otherPlan(plan, error, mayReplaceAudience);
    if (other)
      return signIn(
        other,
        effects,
        signal,
        mayReplaceAudience && other.client.authentication === plan.client.authentication,
      );
    throw error;
  }
}

/** A client's credential goes to the issuer that the person named, and to no other that a server names. */
function checkPlan({ server, issuer, client }: SignInPlan): void {
  if (server.issuer?.replace(/\/$/, '') !== issuer.replace(/\/$/, '')) {
    throw new AppError('issuer_required', { url: server.url });
  }
  if (client.authentication.method === 'none') throw new AppError('credential_invalid', { reason: 'empty' });
}

/**
 * Signs in as the client itself, with the secret or key in `plan.client.authentication`. The session is renewed by
 * asking anew.
 * @throws AppError `issuer_required` unless the settings name the issuer, `credential_refused`,
 * `token_endpoint_foreign`, `token_request_failed`, `sign_in_interrupted`, `cancelled`
 */
export async function signInWithCredentials(
  plan: SignInPlan,
  effects: Effects,
  signal?: AbortSignal,
): Promise<SignedIn> {
  checkPlan(plan);
  const { token_endpoint_auth_methods_supported: offered } = plan.metadata;
  const authentication = fittingMethod(plan.client.authentication, offered);
  const asMachine = { ...plan, scopes: machineScopes(plan.scopes), client: { ...plan.client, authentication } };
  try {
    return await signIn(asMachine, effects, signal, true);
  } catch (error) {
    const failure = tokenFailure(error);
    if (failure.kind !== 'refused' || !clientIsRefused(failure)) {
      throw tokenError(failure, plan.issuer, 'sign_in_interrupted');
    }
    const { error: code, description } = failure;
    throw new AppError('credential_refused', { issuer: plan.issuer, error: code, description });
  }
}
