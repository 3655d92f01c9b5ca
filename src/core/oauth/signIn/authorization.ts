import { randomBytes } from 'node:crypto';
import { checkCode, encodeRelayState } from '../../../shared/relay.ts';
import type { Effects } from '../../effects.ts';
import { AppError, isAppError } from '../../errors.ts';
import { checkCallback } from '../callbacks/callbackResponse.ts';
import { issuerClient } from '../tokens/issuerClient.ts';
import { withBoundTokens, withoutResource } from './planSignIn.ts';
import type { SignInPlan } from './planSignIn.ts';
import { signedIn } from './signedIn.ts';
import type { SignedIn } from './signedIn.ts';
import { tokenError, tokenFailure, wantsBoundTokens } from '../tokens/tokenFailure.ts';

/** Where the issuer sends the browser back to. */
export interface Redirect {
  /** As it is registered at the issuer: the editor's own address, or the relay page's. */
  readonly redirectUri: string;
  /** The editor's own callback address, for the relay page; absent where the issuer sends there itself. */
  readonly callback?: string;
}

/** How the issuer is to treat the person. */
export interface AuthorizationWishes {
  /** `login` has it ask who signs in, though somebody is signed in there (OpenID Connect Core section 3.1.2.1). */
  readonly prompt?: 'login';
}

/** A sign-in whose browser part has begun. */
export interface PendingAuthorization {
  readonly state: string;
  /** Path on which its answer comes back to the editor. */
  readonly path: string;
  /** What the browser opens. */
  readonly url: URL;
  /** Short code from `state`, which the relay page shows too. */
  readonly checkCode: string;
  /**
   * Checks the callback and redeems its code (RFC 6749 section 4.1.3). Good for one callback.
   * @throws AppError `callback_invalid`, `authorization_denied`, `token_request_failed`, `token_type_mismatch`,
   * `sign_in_interrupted`
   */
  redeem(callback: URL, signal?: AbortSignal): Promise<SignedIn>;
}

interface Secrets {
  readonly state: string;
  readonly verifier: string;
  readonly nonce?: string;
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}

async function requestTokens(
  plan: SignInPlan,
  secrets: Secrets,
  answer: URL,
  effects: Effects,
  signal: AbortSignal | undefined,
): Promise<SignedIn> {
  const { openid, configuration, binding } = await issuerClient(plan.metadata, plan.client, effects, signal);
  const response = await openid.authorizationCodeGrant(
    configuration,
    answer,
    {
      expectedState: secrets.state,
      pkceCodeVerifier: secrets.verifier,
      ...(secrets.nonce === undefined ? {} : { expectedNonce: secrets.nonce }),
    },
    plan.resource === undefined ? {} : { resource: plan.resource },
    binding,
  );
  return signedIn(plan, response, effects.now());
}

async function redeemCode(
  plan: SignInPlan,
  secrets: Secrets,
  answer: URL,
  effects: Effects,
  signal: AbortSignal | undefined,
): Promise<SignedIn> {
  try {
    return await requestTokens(plan, secrets, answer, effects, signal);
  } catch (error) {
    if (isAppError(error, 'token_type_mismatch')) throw error;
    const failure = tokenFailure(error);
    if (wantsBoundTokens(failure) && plan.client.dpopKey === undefined) {
      return redeemCode(withBoundTokens(plan), secrets, answer, effects, signal);
    }
    const targetRefused = failure.kind === 'refused' && failure.error === 'invalid_target';
    if (targetRefused && plan.resource !== undefined && plan.server.resource === 'auto') {
      return redeemCode(withoutResource(plan), secrets, answer, effects, signal);
    }
    throw tokenError(failure, plan.issuer, 'sign_in_interrupted');
  }
}

/** Makes PKCE verifier, state and nonce, and the address that the browser opens (RFC 6749 section 4.1.1, RFC 7636). */
export async function beginAuthorization(
  plan: SignInPlan,
  redirect: Redirect,
  effects: Effects,
  { prompt }: AuthorizationWishes = {},
): Promise<PendingAuthorization> {
  const { openid, configuration, thumbprint } = await issuerClient(plan.metadata, plan.client, effects);
  const redirectUri = new URL(redirect.redirectUri);
  const nonce = plan.scopes.includes('openid') ? randomText() : undefined;
  const state =
    redirect.callback === undefined
      ? randomText()
      : encodeRelayState({ callback: redirect.callback, nonce: randomText() });
  const secrets = { state, verifier: openid.randomPKCECodeVerifier(), ...(nonce === undefined ? {} : { nonce }) };
  const url = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri.href,
    state,
    code_challenge: await openid.calculatePKCECodeChallenge(secrets.verifier),
    code_challenge_method: 'S256',
    ...(plan.scopes.length > 0 ? { scope: plan.scopes.join(' ') } : {}),
    ...(nonce === undefined ? {} : { nonce }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(plan.resource === undefined ? {} : { resource: plan.resource }),
    ...(thumbprint === undefined ? {} : { dpop_jkt: thumbprint }),
  });
  const expected = {
    issuer: plan.issuer,
    state,
    issuerAdvertisesIss: plan.metadata.authorization_response_iss_parameter_supported === true,
    path: redirect.callback === undefined ? redirectUri.pathname : plan.callbackPath,
  };
  let redeemed = false;
  return {
    state,
    path: expected.path,
    url,
    checkCode: checkCode(state),
    async redeem(callback, signal) {
      if (redeemed) throw new AppError('callback_invalid', { reason: 'repeated' });
      const parameters = checkCallback(callback, expected);
      redeemed = true;
      // The token request repeats the redirect URI that the issuer saw, whatever address reached the editor.
      const answer = new URL(redirectUri);
      answer.search = parameters.toString();
      return redeemCode(plan, secrets, answer, effects, signal);
    },
  };
}
