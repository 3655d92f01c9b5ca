/** Id of the authentication provider; the manifest names it too. */
export const AUTH_PROVIDER_ID = 'incidentDesk.okta';

/** The provider's name in the Accounts menu. */
export const AUTH_PROVIDER_LABEL = 'Okta (Incident Desk)';

const SERVER_SCOPE = /^server:([0-9a-f]{16})$/;

/** The scope that names a server to `getSession`. It comes first and is never sent to an issuer. */
export function serverScope(serverId: string): string {
  return `server:${serverId}`;
}

/** The server that a scope list given to `getSession` names; undefined where it names none. */
export function serverIdOf(scopes: readonly string[]): string | undefined {
  return SERVER_SCOPE.exec(scopes[0] ?? '')?.[1];
}

/** The scopes that a scope list given to `getSession` asks for, beside naming a server. */
export function scopesBeside(scopes: readonly string[]): readonly string[] {
  return scopes.slice(1);
}
