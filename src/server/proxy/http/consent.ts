import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { errors, type Provider } from 'oidc-provider';
import * as z from 'zod';
import { consentPage } from '../pages/consentPage.ts';
import { sendErrorPage } from '../pages/errorPage.ts';
import { RELAY_PATH } from '../../relay/relayRouter.ts';
import { sendProxyPage } from '../pages/proxyPage.ts';
import type { ProxyParts } from '../proxyParts.ts';
import { PROXY_PATHS } from '../proxyPaths.ts';
import { OPENID_SCOPES, scopeWords, upstreamScopes } from '../proxyScopes.ts';
import { SIGN_IN_SECONDS } from '../upstream/pendingSignIns.ts';
import { browserCookie } from './browserCookie.ts';

const formSchema = z.object({ token: z.string(), decision: z.enum(['allow', 'deny']) });
const DAY_SECONDS = 24 * 3600;
const EXPIRED = 'It is over, or was begun in another browser.';
const UNREACHABLE = 'Okta cannot be reached now. Try again in a minute.';
const FORGED = 'The answer did not come from the page that asked.';

type Waiting = Awaited<ReturnType<Provider['interactionDetails']>>;

/** What the form of one interaction carries: no other page can know it. */
function tokenOf({ vault }: ProxyParts, { uid }: Waiting): string {
  return createHmac('sha256', vault.key('consent')).update(uid).digest('base64url');
}

function isSame(given: string, known: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(known)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Whether a browser says that the form was sent by a page of ours; older ones say nothing, and have the token. */
function isFromOurPage(request: Request, issuer: string): boolean {
  const site = request.get('sec-fetch-site') ?? 'same-origin';
  return (request.get('origin') ?? issuer) === issuer && site === 'same-origin';
}

function agreedScopes(parts: ProxyParts, waiting: Waiting): readonly string[] {
  return scopeWords(waiting.params['scope']).filter((scope) => parts.scopes.includes(scope));
}

/** Whether there is anything to agree to: who a person is alone opens nothing here. */
function allowsAnything(parts: ProxyParts, waiting: Waiting): boolean {
  return agreedScopes(parts, waiting).some((scope) => !OPENID_SCOPES.includes(scope));
}

function isRelayPage(redirectUri: string, issuer: string): boolean {
  const { origin, pathname } = new URL(redirectUri);
  return origin === issuer && `${pathname}/`.startsWith(`${RELAY_PATH}/`);
}

async function askPerson(parts: ProxyParts, provider: Provider, waiting: Waiting, response: Response): Promise<void> {
  const client = await provider.Client.find(String(waiting.params['client_id']));
  const redirectUri = String(waiting.params['redirect_uri']);
  const question = {
    clientName: client?.clientName ?? client?.clientId ?? '',
    redirectUri,
    isRelay: isRelayPage(redirectUri, parts.issuer),
    scopes: agreedScopes(parts, waiting),
    days: client?.grantTypeAllowed('refresh_token') === true ? Math.ceil(parts.times.grant / DAY_SECONDS) : 0,
    action: `${PROXY_PATHS.consent}/${waiting.uid}`,
    token: tokenOf(parts, waiting),
  };
  sendProxyPage(response, 200, consentPage(question));
}

/** Sends the browser to Okta, with a `state` that is good in this browser alone; says so where Okta cannot be asked. */
async function goToOkta(parts: ProxyParts, waiting: Waiting, response: Response): Promise<void> {
  const agreed = agreedScopes(parts, waiting);
  const pending = await parts.pending.begin(waiting.uid, agreed);
  const asked = upstreamScopes(parts.application.scopes, agreed);
  const url = await parts.okta.authorizationUrl(pending, asked).catch((error: unknown) => {
    parts.report(new Error('Okta cannot be asked', { cause: error }));
    return undefined;
  });
  if (url === undefined) return sendErrorPage(response, 503, UNREACHABLE);
  const cookie = browserCookie(parts.issuer, pending.state);
  response.cookie(cookie.name, pending.browser, { ...cookie.options, maxAge: SIGN_IN_SECONDS * 1000 });
  response.redirect(303, url.href);
}

/** The interaction of this browser; answers and gives undefined where there is none. */
async function interactionOf(provider: Provider, request: Request, response: Response): Promise<Waiting | undefined> {
  try {
    return await provider.interactionDetails(request, response);
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    sendErrorPage(response, 400, EXPIRED);
    return undefined;
  }
}

/**
 * Asks for consent at each sign-in of each client, before Okta is reached: Okta knows but one application, and whoever
 * is signed in there would otherwise be signed in to any client that anybody registered (confused deputy).
 */
export function showConsent(parts: ProxyParts, provider: Provider): RequestHandler {
  return async (request, response) => {
    const waiting = await interactionOf(provider, request, response);
    if (waiting === undefined) return;
    if (allowsAnything(parts, waiting)) {
      await askPerson(parts, provider, waiting, response);
    } else {
      const refused = { error: 'invalid_scope', error_description: 'None of the scopes is one of this server' };
      response.redirect(303, await provider.interactionResult(request, response, refused));
    }
  };
}

/** Takes the answer, from our own page alone. */
export function takeConsent(parts: ProxyParts, provider: Provider): RequestHandler {
  return async (request, response) => {
    const waiting = await interactionOf(provider, request, response);
    if (waiting === undefined) return;
    const form = formSchema.safeParse(request.body);
    const who = { client: String(waiting.params['client_id']), address: request.ip };
    const isOurs = form.success && isSame(form.data.token, tokenOf(parts, waiting));
    if (!isOurs || !isFromOurPage(request, parts.issuer)) {
      parts.audit({ event: 'consent_refused', ...who });
      sendErrorPage(response, 403, FORGED);
    } else if (form.data.decision === 'allow') {
      parts.audit({ event: 'consent_given', ...who });
      await goToOkta(parts, waiting, response);
    } else {
      parts.audit({ event: 'consent_denied', ...who });
      const denied = { error: 'access_denied', error_description: 'It was cancelled on the consent page' };
      response.redirect(303, await provider.interactionResult(request, response, denied));
    }
  };
}
