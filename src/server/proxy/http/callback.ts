import type { RequestHandler, Response } from 'express';
import type { InteractionResults, Provider } from 'oidc-provider';
import * as z from 'zod';
import { sendErrorPage } from '../pages/errorPage.ts';
import type { ProxyParts } from '../proxyParts.ts';
import { PROXY_PATHS } from '../proxyPaths.ts';
import { grantedScopes, OPENID_SCOPES, upstreamScopes } from '../proxyScopes.ts';
import type { PendingSignIn } from '../upstream/pendingSignIns.ts';
import { browserCookie, cookieValue } from './browserCookie.ts';

const MAX_STATE_LENGTH = 128;
const UNKNOWN = 'The answer of Okta is not one that this browser waits for, or was used already.';
const OVER = 'It took too long.';

const answerSchema = z.object({
  state: z.string().min(1).max(MAX_STATE_LENGTH),
  code: z.string().min(1).max(4096).optional(),
  error: z.string().min(1).max(100).optional(),
});

interface Answered {
  readonly pending: PendingSignIn;
  readonly clientId: string;
  /** As Okta sent it to the configured address, whatever name the request came by. */
  readonly url: URL;
}

/** Redeems Okta's code, and makes the grant of the client from what the person agreed to and Okta granted. */
async function makeGrant(parts: ProxyParts, provider: Provider, answered: Answered): Promise<InteractionResults> {
  const { pending, clientId, url } = answered;
  const asked = upstreamScopes(parts.application.scopes, pending.scopes);
  const { person, refreshToken, scopes } = await parts.okta.redeem(url, pending, asked);
  const granted = grantedScopes(pending.scopes, scopes);
  if (granted.every((scope) => OPENID_SCOPES.includes(scope))) {
    if (refreshToken !== undefined) await parts.okta.revoke(refreshToken);
    return { error: 'access_denied', error_description: 'Okta grants none of the scopes of this server' };
  }
  const grant = new provider.Grant({ accountId: person.sub, clientId });
  grant.addOIDCScope(granted.filter((scope) => OPENID_SCOPES.includes(scope)).join(' '));
  grant.addResourceScope(parts.resource, granted.join(' '));
  const grantId = await grant.save();
  const { sub: subject, name, email, preferred_username } = person;
  const login = preferred_username ?? email ?? subject;
  await parts.grants.add({ grantId, clientId, subject, login, name, email, scopes: [...scopes], refreshToken });
  await parts.store.prolong('Client', clientId, parts.store.seconds() + 2 * parts.times.grant);
  return { login: { accountId: subject, remember: false }, consent: { grantId } };
}

async function resultOf(
  parts: ProxyParts,
  provider: Provider,
  answered: Answered,
  answer: z.infer<typeof answerSchema>,
): Promise<InteractionResults> {
  if (answer.error !== undefined) {
    return { error: 'access_denied', error_description: 'Okta did not let the person sign in' };
  }
  try {
    return await makeGrant(parts, provider, answered);
  } catch {
    return { error: 'access_denied', error_description: 'The sign-in at Okta could not be completed' };
  }
}

/** Ends Okta's part of a sign-in: takes an answer once, in the browser where the person agreed. */
export function takeCallback(parts: ProxyParts, provider: Provider): RequestHandler {
  const refuse = (response: Response, reason: string): void => sendErrorPage(response, 400, reason);
  return async (request, response) => {
    const answer = answerSchema.safeParse(request.query);
    if (!answer.success) return refuse(response, UNKNOWN);
    const cookie = browserCookie(parts.issuer, answer.data.state);
    const pending = await parts.pending.take(answer.data.state, cookieValue(request.headers.cookie, cookie.name));
    response.clearCookie(cookie.name, cookie.options);
    if (pending === undefined) {
      parts.audit({ event: 'sign_in_failed', address: request.ip, reason: 'unknown_state' });
      return refuse(response, UNKNOWN);
    }
    const interaction = await provider.Interaction.find(pending.interaction);
    if (interaction === undefined) return refuse(response, OVER);
    const clientId = String(interaction.params['client_id']);
    const { search } = new URL(request.originalUrl, parts.issuer);
    const url = new URL(`${PROXY_PATHS.callback}${search}`, parts.issuer);
    const result = await resultOf(parts, provider, { pending, clientId, url }, answer.data);
    interaction.result = result;
    await interaction.save(Math.max(1, interaction.exp - parts.store.seconds()));
    const who = { client: clientId, subject: result.login?.accountId, address: request.ip };
    parts.audit({ event: result.error === undefined ? 'signed_in' : 'sign_in_failed', ...who });
    response.redirect(303, interaction.returnTo);
  };
}
