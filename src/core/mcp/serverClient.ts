import type { Listen } from '../effects.ts';
import type { AppError } from '../errors.ts';
import type { IncidentSource } from '../incidents/incidentSource.ts';
import type { ServerEntry } from '../serverEntry.ts';
import type { AccessToken } from '../oauth/tokens/accessToken.ts';
import type { CallOptions, McpConnection } from './connection.ts';

/** Where the access token of a server's requests comes from. */
export interface TokenSource {
  /**
   * The current access token, refreshed when it is about to expire.
   * @throws AppError `signed_out` without a session, `session_ended` when the issuer ended it.
   */
  token(): Promise<AccessToken>;
  /** Gets a newer token after the server answered 401 to the token with the text `rejected`; throws like {@link token}. */
  replace(rejected: string): Promise<void>;
}

/** What is known of a server's connection. */
export type ServerState =
  | { readonly kind: 'idle' | 'connecting' | 'connected' | 'signedOut' }
  | { readonly kind: 'offline' | 'error'; readonly error: AppError };

/** One configured server: connects on first use, again after a loss, and says how it stands. */
export interface ServerClient {
  readonly id: string;
  readonly entry: ServerEntry;
  readonly state: ServerState;
  readonly onDidChangeState: Listen<ServerState>;
  /** The open connection, made now where there is none. Calls at the same time share one attempt. */
  connection(options?: CallOptions): Promise<McpConnection>;
  /** The server's incidents over {@link connection}. */
  incidents(options?: CallOptions): Promise<IncidentSource>;
  /** Closes the connection; the next use opens another. Call it after a sign-in or sign-out. */
  reset(): Promise<void>;
  /**
   * Leaves the connection for another, as after a sign-in of the same account: calls that run end on the old one, which
   * is closed then.
   */
  renew(): void;
}
