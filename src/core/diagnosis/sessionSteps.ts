import { isAppError } from '../errors.ts';
import type { Effects } from '../effects.ts';
import { labelText } from '../shownText.ts';
import { fact, finding, step } from './diagnosis.ts';
import type { DiagnosedSession, DiagnosisStep, DiagnosisSubject, Finding } from './diagnosis.ts';
import { attempt } from './serverSteps.ts';
import { tokenClaims } from './tokenClaims.ts';
import type { TokenClaims } from './tokenClaims.ts';

/** Scopes of OpenID that access tokens need not repeat. */
const OPENID = ['openid', 'profile', 'email', 'offline_access'];

function same(one: string | undefined, other: string): boolean {
  return one === undefined || one.replace(/\/$/, '') === other.replace(/\/$/, '');
}

function concerns(
  { session, hasRefreshToken }: DiagnosedSession,
  claims: TokenClaims | undefined,
  now: number,
  asked: readonly string[],
): readonly (Finding | undefined)[] {
  const { issuer, clientId, resource } = session;
  const granted = claims && claims.scopes.length > 0 ? claims.scopes : session.scopes;
  const lacking = asked.filter((scope) => !granted.includes(scope) && !OPENID.includes(scope));
  const { issuer: tokenIssuer, clientId: tokenClient, audiences = [], expiresAt } = claims ?? {};
  const otherAudience = audiences.length > 0 && resource !== undefined && !audiences.includes(resource);
  return [
    finding(!claims, 'token_opaque'),
    finding(!same(tokenIssuer, issuer), 'token_issuer_differs', { token: tokenIssuer ?? '', issuer }),
    finding(tokenClient !== undefined && tokenClient !== clientId, 'token_client_differs', {
      token: tokenClient ?? '',
      client: clientId,
    }),
    finding(expiresAt !== undefined && expiresAt <= now, 'token_expired'),
    finding(lacking.length > 0, 'scopes_not_granted', { scopes: labelText(lacking.join(' ')) }),
    finding(!hasRefreshToken, 'refresh_token_missing'),
    finding(otherAudience, 'audience_other', { audience: audiences.join(' '), resource: resource ?? '' }),
  ];
}

/** What the session's access token says: never the token itself. */
export async function tokenStep(
  signedIn: DiagnosedSession | undefined,
  now: Effects['now'],
  asked: readonly string[],
): Promise<DiagnosisStep> {
  if (!signedIn) return step('token', { findings: [{ code: 'not_signed_in', args: {} }] });
  const { session } = signedIn;
  const facts = [fact('account', session.account.label)];
  const token = await attempt(() => signedIn.token());
  if ('error' in token) return step('token', { facts, error: token.error });
  const claims = tokenClaims(token.value);
  return step('token', {
    facts: [
      ...facts,
      fact('tokenIssuer', claims?.issuer),
      fact('audience', claims?.audiences.join(' ')),
      fact('tokenScopes', claims?.scopes.join(' ')),
      fact('tokenClient', claims?.clientId),
      fact('expires', claims?.expiresAt === undefined ? undefined : new Date(claims.expiresAt).toISOString()),
    ],
    findings: concerns(signedIn, claims, now(), asked),
  });
}

/** A call with the token that changes nothing; a server that refuses it may expect another issuer or audience. */
export async function callStep(
  { signedIn, tryCall }: DiagnosisSubject,
  token: DiagnosisStep,
  signal: AbortSignal | undefined,
): Promise<DiagnosisStep> {
  if (!signedIn) return step('call', { findings: [{ code: 'not_signed_in', args: {} }] });
  if (token.error) return step('call', { findings: [{ code: 'after_earlier', args: {} }] });
  const made = await attempt(() => tryCall(signal));
  if ('value' in made) {
    const { protocol, tools } = made.value;
    return step('call', { facts: [fact('protocol', protocol), fact('tools', String(tools))] });
  }
  const refused = isAppError(made.error, 'unauthorized');
  const { issuer } = signedIn.session;
  const audience = token.facts.find(({ name }) => name === 'audience')?.value ?? '';
  return step('call', {
    error: made.error,
    findings: [finding(refused, 'token_refused', { issuer, audience: String(audience) })],
  });
}
