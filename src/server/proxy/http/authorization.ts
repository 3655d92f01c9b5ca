import type { RequestHandler } from 'express';
import { sendErrorPage } from '../pages/errorPage.ts';
import type { ProxyParts } from '../proxyParts.ts';
import { OPENID_SCOPES } from '../proxyScopes.ts';
import { auditRefused } from './auditRefused.ts';
import type { Forward } from './forward.ts';
import { isRedirectUri } from './redirectUris.ts';

/** How programs are answered, and in no other way: `form_post` would be a page that posts itself. */
const ANSWERS = [
  ['response_type', 'code'],
  ['response_mode', 'query'],
] as const;

/** Longest values of what is kept as it comes, in characters. */
const LONGEST = [
  ['state', 2048],
  ['nonce', 512],
] as const;
/** Longest query as a whole, in characters. */
const LONGEST_QUERY = 8000;

/** Why a request goes no further, in words for the person. */
function problemOf(query: URLSearchParams, own: readonly string[]): string | undefined {
  for (const [name, offered] of ANSWERS) {
    if (query.getAll(name).some((value) => value !== offered)) {
      return `The program asked for its answer in a way that is not offered here (${name}).`;
    }
  }
  const longest = LONGEST.find(([name, length]) => query.getAll(name).some((value) => value.length > length))?.[0];
  if (longest !== undefined || query.toString().length > LONGEST_QUERY) {
    return `The program sent more than a sign-in needs (${longest ?? 'all in all'}).`;
  }
  if (!query.getAll('redirect_uri').every((uri) => isRedirectUri(uri, own))) {
    return 'The program wants its answer at an address that is not allowed here (redirect_uri).';
  }
  return undefined;
}

/**
 * Begins a sign-in. A request that names no scope asks for those of the server (RFC 6749 section 3.3). What oidc-provider
 * would bear and the proxy does not is refused on a page.
 *
 * @param own origins of the proxy
 */
export function authorize({ scopes, audit }: ProxyParts, forward: Forward, own: readonly string[]): RequestHandler {
  const defaults = scopes.filter((scope) => !OPENID_SCOPES.includes(scope)).join(' ');
  return (request, response) => {
    const query = new URL(request.originalUrl, 'http://localhost').searchParams;
    const problem = problemOf(query, own);
    if (problem !== undefined) {
      auditRefused(audit, request, response, { event: 'authorization_refused', status: 400, reason: problem });
      sendErrorPage(response, 400, problem);
      return;
    }
    if (!query.get('scope')) query.set('scope', defaults);
    forward(request, response, { query });
  };
}
