import { SCOPE } from '../../shared/names.ts';
import type { Person } from './people.ts';

/** OpenID's own scopes; every person may have them. */
export const OPENID_SCOPES: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

/** Every scope that the stand-in knows: OpenID's, the incident server's, and what else its people may have. */
export function allScopes(people: readonly Person[]): readonly string[] {
  return [...new Set([...OPENID_SCOPES, SCOPE.read, SCOPE.write, ...people.flatMap(({ scopes }) => scopes)])];
}
