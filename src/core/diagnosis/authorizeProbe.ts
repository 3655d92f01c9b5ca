import { createHash, randomBytes } from 'node:crypto';
import { guardedRequest, redirectTarget } from '../oauth/discovery/guardedFetch.ts';
import type { Guard } from '../oauth/discovery/guardedFetch.ts';
import { labelText } from '../shownText.ts';

/** What to ask an issuer's authorization endpoint about. */
export interface ProbedRequest {
  readonly authorizationEndpoint: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly resource?: string;
}

/** What the issuer makes of an authorization request of ours. */
export type ProbeAnswer =
  /** Client, redirect URI and scopes are known; only the person is missing. */
  | { readonly kind: 'accepted' }
  /** Sent back to the redirect URI, which is known, with an error. */
  | { readonly kind: 'refused'; readonly error: string; readonly description: string }
  /** An error page instead of a redirect: client or redirect URI are unknown (RFC 6749 section 4.1.2.1). */
  | { readonly kind: 'page'; readonly status: string }
  /** The issuer goes on to a page of its own, though it was told not to. */
  | { readonly kind: 'unclear' };

/** Errors that say no more than that nobody is signed in (OpenID Connect Core section 3.1.2.6). */
const PERSON_MISSING = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];

/** An authorization request whose code nobody can redeem, since its verifier is forgotten at once. */
function probeUrl(request: ProbedRequest): URL {
  const url = new URL(request.authorizationEndpoint);
  const challenge = createHash('sha256').update(randomBytes(32).toString('base64url')).digest('base64url');
  const parameters = {
    response_type: 'code',
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    state: randomBytes(16).toString('hex'),
    nonce: randomBytes(16).toString('hex'),
    code_challenge: challenge,
    code_challenge_method: 'S256',
    prompt: 'none',
    ...(request.scopes.length > 0 ? { scope: request.scopes.join(' ') } : {}),
    ...(request.resource === undefined ? {} : { resource: request.resource }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}

/**
 * Asks whether a sign-in would be let through, without a browser and without a person: `prompt=none` (OpenID Connect
 * Core section 3.1.2.1) makes the issuer answer at once what it thinks of client, redirect URI and scopes.
 * @throws AppError as `guardedRequest`
 */
export async function probeAuthorization(guard: Guard, request: ProbedRequest): Promise<ProbeAnswer> {
  const url = probeUrl(request);
  const response = await guardedRequest(guard, url, {}, 'head');
  const target = redirectTarget(response, url);
  if (!target) return response.ok ? { kind: 'unclear' } : { kind: 'page', status: String(response.status) };
  const bare = new URL(target);
  bare.search = '';
  bare.hash = '';
  if (bare.href !== new URL(request.redirectUri).href) return { kind: 'unclear' };
  const error = target.searchParams.get('error');
  if (error === null || PERSON_MISSING.includes(error)) return { kind: 'accepted' };
  const description = labelText(target.searchParams.get('error_description') ?? '', 300);
  return { kind: 'refused', error: labelText(error, 100), description };
}
