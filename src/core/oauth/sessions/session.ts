/** Who and what a session stands for. Holds no secret. */
export interface Session {
  /** Random, URL-safe. */
  readonly id: string;
  /** From `serverId`. */
  readonly serverId: string;
  readonly issuer: string;
  readonly clientId: string;
  /** `id` is a hash of issuer and subject; `label` is `login (server name)`. */
  readonly account: { readonly id: string; readonly label: string };
  readonly scopes: readonly string[];
  /** Value of the `resource` parameter (RFC 8707) that its tokens were asked with; absent where none was sent. */
  readonly resource?: string;
}

/** The tokens of a session at one generation. */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly scopes: readonly string[];
}

/** Where secrets are kept: VS Code's `SecretStorage`, or a map in tests. */
export interface SecretStore {
  get(key: string): Promise<string | undefined>;
  store(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  keys(): Promise<string[]>;
}

/** Whether two sessions stand for the same account, used for the same server in the same way. */
export function sameIdentity(one: Session, other: Session): boolean {
  return (
    one.serverId === other.serverId &&
    one.issuer === other.issuer &&
    one.clientId === other.clientId &&
    one.account.id === other.account.id
  );
}
