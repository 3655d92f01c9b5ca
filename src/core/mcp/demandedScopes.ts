import { parseChallenges } from '../oauth/discovery/challenge.ts';

const SCHEMES = ['bearer', 'dpop'];
/** A scope-token of RFC 6749 section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
/** Characters of all scopes together: more than a person reads before agreeing hides some. */
const SCOPES_LIMIT = 2000;

/**
 * The scopes that the `WWW-Authenticate` header of a 403 demands (RFC 6750 section 3.1), of all its challenges
 * together; empty where it names none or endlessly many, undefined where a missing scope is not the reason.
 */
export function demandedScopes(header: string | null): readonly string[] | undefined {
  const challenges = parseChallenges(header ?? '').filter(
    ({ scheme, parameters }) => SCHEMES.includes(scheme) && parameters['error'] === 'insufficient_scope',
  );
  if (challenges.length === 0) return undefined;
  const words = challenges.flatMap(({ parameters }) => (parameters['scope'] ?? '').split(/\s+/));
  const scopes = [...new Set(words.filter((word) => SCOPE.test(word)))];
  return scopes.join(' ').length > SCOPES_LIMIT ? [] : scopes;
}
