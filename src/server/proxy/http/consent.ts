import { createHmac } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { errors, type Provider } from 'oidc-provider';
import * as z from 'zod';
import { isSameSecret } from '../../auth/isSameSecret.ts';
import { consentPage } from '../pages/consentPage.ts';
import { sendErrorPage } from '../pages/errorPage.ts';
import { sendProxyPage } from '../pages/proxyPage.ts';
import { briefAddress, type ProxyEvent } from '../proxyAudit.ts';
import type { ProxyParts } from '../proxyParts.ts';
import { PROXY_PATHS } from '../proxyPaths.ts';
import { OPENID_SCOPES, scopeWords, upstreamScopes } from '../proxyScopes.ts';
import { oktaWords } from '../upstream/oktaProblem.ts';
import { newSignIn, SIGN_IN_SECONDS } from '../upstream/pendingSignIns.ts';
import { auditRefused } from './auditRefused.ts';
import { browserCookie } from './browserCookie.ts';
import { isRelayPage } from './redirectUris.ts';

const formSchema = z.object({ token: z.string(), decision: z.enum(['allow', 'deny']) });
const DAY_SECONDS = 24 * 3600;
const EXPIRED = 'It is over, or was begun in another browser.';
const UNDER_WAY = 'It is under way already, or over.';
const UNREACHABLE = 'Okta cannot be reached now. Try again in a minute.';
const FORGED = 'The answer did not come from the page that asked.';

type Waiting = Awaited<ReturnType<Provider['interactionDetails']>>;

/** What the form of one interaction carries: no other page can know it. The first is to be shown, each may come. */
function tokensOf({ vault }: ProxyParts, { uid }: Waiting): readonly string[] {
  return vault.keys('consent').map((key) => createHmac('sha256', key).update(uid).digest('base64url'));
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

/** What a person is asked. */
interface Asked {
  readonly waiting: Waiting;
  /** Origins of the proxy. */
  readonly own: readonly string[];
}

async function askPerson(
  parts: ProxyParts,
  provider: Provider,
  { waiting, own }: Asked,
  response: Response,
): Promise<void> {
  const client = await provider.Client.find(String(waiting.params['client_id']));
  const redirectUri = String(waiting.params['redirect_uri']);
  const question = {
    clientName: client?.clientName ?? client?.clientId ?? '',
    redirectUri,
    isRelay: isRelayPage(redirectUri, own),
    scopes: agreedScopes(parts, waiting),
    days: client?.grantTypeAllowed('refresh_token') === true ? Math.ceil(parts.times.grant / DAY_SECONDS) : 0,
    action: `${PROXY_PATHS.consent}/${waiting.uid}`,
    token: tokensOf(parts, waiting)[0] ?? '',
  };
  sendProxyPage(response, 200, consentPage(question));
}

/** What the consent is to, for the audit log. */
function agreedTo(parts: ProxyParts, waiting: Waiting): Pick<ProxyEvent, 'scopes' | 'target'> {
  return { scopes: agreedScopes(parts, waiting), target: briefAddress(String(waiting.params['redirect_uri'])) };
}

/**
 * Sends the browser to Okta, once, with a `state` that is good in this browser alone; says so where Okta cannot be asked.
 */
async function goToOkta(parts: ProxyParts, waiting: Waiting, request: Request, response: Response): Promise<void> {
  const agreed = agreedScopes(parts, waiting);
  const pending = newSignIn(waiting.uid, agreed);
  const asked = upstreamScopes(parts.application.scopes, agreed);
  const url = await parts.okta.authorizationUrl(pending, asked).catch((error: unknown) => {
    parts.report(new Error(`Okta cannot be asked: ${oktaWords(error)}`));
    return undefined;
  });
  if (url === undefined) return sendErrorPage(response, 503, UNREACHABLE);
  const who = { client: String(waiting.params['client_id']), address: request.ip };
  if (!(await parts.pending.begin(pending))) {
    const event = { event: 'consent_refused', client: who.client, status: 400, reason: 'under_way' } as const;
    auditRefused(parts.audit, request, response, event);
    return sendErrorPage(response, 400, UNDER_WAY);
  }
  parts.audit({ event: 'consent_given', ...who, ...agreedTo(parts, waiting) });
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
 *
 * @param own origins of the proxy
 */
export function showConsent(parts: ProxyParts, provider: Provider, own: readonly string[]): RequestHandler {
  return async (request, response) => {
    const waiting = await interactionOf(provider, request, response);
    if (waiting === undefined) return;
    if (allowsAnything(parts, waiting)) {
      await askPerson(parts, provider, { waiting, own }, response);
    } else {
      const refused = { error: 'invalid_scope', error_description: 'None of the scopes is one of this server' };
      const client = String(waiting.params['client_id']);
      parts.audit({ event: 'authorization_refused', client, address: request.ip, reason: refused.error_description });
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
    const isOurs = form.success && tokensOf(parts, waiting).some((token) => isSameSecret(form.data.token, token));
    if (!isOurs || !isFromOurPage(request, parts.issuer)) {
      const event = { event: 'consent_refused', client: who.client, status: 403, reason: FORGED } as const;
      auditRefused(parts.audit, request, response, event);
      sendErrorPage(response, 403, FORGED);
    } else if (form.data.decision === 'allow') {
      await goToOkta(parts, waiting, request, response);
    } else {
      parts.audit({ event: 'consent_denied', ...who, ...agreedTo(parts, waiting) });
      const denied = { error: 'access_denied', error_description: 'It was cancelled on the consent page' };
      response.redirect(303, await provider.interactionResult(request, response, denied));
    }
  };
}
