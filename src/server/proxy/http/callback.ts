import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { InteractionResults, Provider } from 'oidc-provider';
import * as z from 'zod';
import { asError } from '../../asError.ts';
import { sendErrorPage } from '../pages/errorPage.ts';
import type { ProxyParts } from '../proxyParts.ts';
import { PROXY_PATHS } from '../proxyPaths.ts';
import { grantedScopes, OPENID_SCOPES, upstreamScopes } from '../proxyScopes.ts';
import { logged } from '../upstream/oktaProblem.ts';
import type { PendingSignIn } from '../upstream/pendingSignIns.ts';
import { failedRedemption, refusedSignIn, SignInFailure } from '../upstream/signInFailure.ts';
import type { UpstreamGrant } from '../upstream/upstreamGrants.ts';
import { auditRefused } from './auditRefused.ts';
import { browserCookie, cookieValue } from './browserCookie.ts';

const MAX_STATE_LENGTH = 128;
const UNKNOWN = 'The answer of Okta is not one that this browser waits for, or was used already.';
const OVER = 'It took too long.';

const answerSchema = z.object({
  state: z.string().min(1).max(MAX_STATE_LENGTH),
  code: z.string().min(1).max(4096).optional(),
  error: z.string().min(1).max(100).optional(),
  error_description: z.string().optional().catch(undefined),
});

interface Answered {
  readonly pending: PendingSignIn;
  readonly clientId: string;
  /** As Okta sent it to the configured address, whatever name the request came by. */
  readonly url: URL;
}

/** Ends at Okta what came of a sign-in that fails here. */
async function discard({ grants, report }: ProxyParts, upstream: UpstreamGrant): Promise<void> {
  await grants.discard(upstream).catch((error: unknown) => report(asError(error)));
}

/** Redeems Okta's code: what stands at Okta now, and is kept nowhere yet. */
async function redeem(parts: ProxyParts, { pending, clientId, url }: Answered): Promise<UpstreamGrant> {
  const asked = upstreamScopes(parts.application.scopes, pending.scopes);
  const { person, refreshToken, scopes } = await parts.okta.redeem(url, pending, asked).catch((error: unknown) => {
    throw failedRedemption(error);
  });
  const { sub: subject, name, email, preferred_username } = person;
  // Okta vouches for both, and never for an e-mail address.
  const login = preferred_username ?? subject;
  return { grantId: randomUUID(), clientId, subject, login, name, email, scopes: [...scopes], refreshToken };
}

/** Makes the grant of the client, from what the person agreed to and Okta granted. */
async function makeGrant(parts: ProxyParts, provider: Provider, answered: Answered): Promise<InteractionResults> {
  const upstream = await redeem(parts, answered);
  const { grantId, clientId, subject: accountId } = upstream;
  const granted = grantedScopes(answered.pending.scopes, upstream.scopes);
  if (granted.every((scope) => OPENID_SCOPES.includes(scope))) {
    await discard(parts, upstream);
    throw new SignInFailure('no_scopes', `Okta granted ${logged(upstream.scopes.join(' '))}`);
  }
  const grant = new provider.Grant({ accountId, clientId });
  grant.jti = grantId;
  grant.addOIDCScope(granted.filter((scope) => OPENID_SCOPES.includes(scope)).join(' '));
  grant.addResourceScope(parts.resource, granted.join(' '));
  try {
    await parts.store.prolong('Client', clientId, parts.store.seconds() + 2 * parts.times.grant);
    await parts.grants.add(upstream);
    await grant.save();
  } catch (error) {
    await discard(parts, upstream);
    throw new SignInFailure('not_kept', asError(error).message, { cause: error });
  }
  return { login: { accountId, remember: false }, consent: { grantId } };
}

async function resultOf(
  parts: ProxyParts,
  provider: Provider,
  answered: Answered,
  { error, error_description }: z.infer<typeof answerSchema>,
): Promise<InteractionResults | SignInFailure> {
  try {
    if (error !== undefined) throw refusedSignIn(error, error_description);
    return await makeGrant(parts, provider, answered);
  } catch (failure) {
    if (!(failure instanceof SignInFailure)) throw failure;
    parts.report(failure);
    return failure;
  }
}

/** Ends Okta's part of a sign-in: takes an answer once, in the browser where the person agreed. */
export function takeCallback(parts: ProxyParts, provider: Provider): RequestHandler {
  return async (request, response) => {
    const refuse = (reason: string, words: string): void => {
      auditRefused(parts.audit, request, response, { event: 'sign_in_failed', status: 400, reason });
      sendErrorPage(response, 400, words);
    };
    const answer = answerSchema.safeParse(request.query);
    if (!answer.success) return refuse('no_answer', UNKNOWN);
    const cookie = browserCookie(parts.issuer, answer.data.state);
    const pending = await parts.pending.take(answer.data.state, cookieValue(request.headers.cookie, cookie.name));
    response.clearCookie(cookie.name, cookie.options);
    if (pending === undefined) return refuse('unknown_state', UNKNOWN);
    const interaction = await provider.Interaction.find(pending.interaction);
    if (interaction === undefined) return refuse('too_late', OVER);
    const address = request.ip;
    const client = String(interaction.params['client_id']);
    const { search } = new URL(request.originalUrl, parts.issuer);
    const url = new URL(`${PROXY_PATHS.callback}${search}`, parts.issuer);
    const result = await resultOf(parts, provider, { pending, clientId: client, url }, answer.data);
    const hasFailed = result instanceof SignInFailure;
    interaction.result = hasFailed ? { ...result.answer, hasAgreed: true } : result;
    await interaction.save(Math.max(1, interaction.exp - parts.store.seconds()));
    if (hasFailed) parts.audit({ event: 'sign_in_failed', client, address, reason: result.reason });
    else parts.audit({ event: 'signed_in', client, subject: result.login?.accountId, address });
    response.redirect(303, interaction.returnTo);
  };
}
