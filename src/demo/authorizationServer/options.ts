import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import type { Person } from './people.ts';
import type { RequestRecord } from './requestLog.ts';

/** Lifetimes in whole seconds. */
export interface TimesToLive {
  readonly accessToken: number;
  readonly idToken: number;
  /** How long a refresh token may lie idle. */
  readonly refreshToken: number;
  readonly authorizationCode: number;
  readonly deviceCode: number;
  /** How long the login page waits. */
  readonly interaction: number;
  /** The browser's own session. */
  readonly browserSession: number;
}

/** A confidential client, by secret or by public keys: client credentials grant and introspection. */
export type ServiceClient =
  | { readonly clientId: string; readonly clientSecret: string }
  /** Public keys (RFC 7517) that its signed assertions are checked with. */
  | { readonly clientId: string; readonly jwks: readonly JWK[] };

/** An application elsewhere that the extension's users may reach by an identity assertion (Okta: Cross App Access). */
export interface ManagedConnection {
  /** Issuer of the application's access tokens: what the client asks for as `audience`. */
  readonly issuer: string;
  /** The client's id at that issuer. */
  readonly clientId: string;
}

/** How a stand-in is set up; everything has a default. */
export interface AuthorizationServerOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  readonly ttl?: Partial<TimesToLive>;
  /** Seconds for which a rotated refresh token still works (Okta: 0 to 60, default 30). */
  readonly graceSeconds?: number;
  /** Milliseconds since 1970; lifetimes and the instants in tokens follow it. */
  readonly clock?: () => number;
  /** Sees each request first, with its path and no query; answers it itself when it returns true. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse, path: string) => boolean;
  /** Redirect URIs beside those of the extension. Matched exactly, loopback ports included. */
  readonly redirectUris?: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  /** SQLite file that keeps keys, grants and clients from one start to the next; in memory where absent. */
  readonly databasePath?: string;
  readonly people?: readonly Person[];
  readonly clientId?: string;
  readonly audience?: string;
  readonly serviceClients?: readonly ServiceClient[];
  /** Seconds between two polls with a device code. */
  readonly deviceInterval?: number;
  /** For whom identity assertions are given; for nobody where absent. */
  readonly managedConnections?: readonly ManagedConnection[];
  /** Whether all applications get only tokens bound to a key (Okta's "Require DPoP", which is on in new service apps). */
  readonly requireDpop?: boolean;
  /** Answer a `resource` parameter with `invalid_target`, as some organizations do, instead of ignoring it. */
  readonly rejectResource?: boolean;
  /** Whether a browser that signed in stays signed in, as with Okta. Without it each sign-in shows the login page. */
  readonly singleSignOn?: boolean;
  /** Token that opens client registration (`Authorization: SSWS …`); closed to everybody where absent. */
  readonly registrationToken?: string;
}

/** A running stand-in. */
export interface AuthorizationServer {
  readonly origin: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly audience: string;
  /** Every request since the start, oldest first, at most the last 1000, without queries, bodies or headers. */
  readonly requests: readonly RequestRecord[];
  close(): Promise<void>;
}

/** Lifetimes as Okta has them by default. */
export const OKTA_TIMES_TO_LIVE: TimesToLive = {
  accessToken: 3600,
  idToken: 3600,
  refreshToken: 7 * 24 * 3600,
  authorizationCode: 300,
  deviceCode: 600,
  interaction: 3600,
  browserSession: 2 * 3600,
};

/** {@link AuthorizationServerOptions} with every default filled in. */
export interface Settings {
  readonly ttl: TimesToLive;
  readonly graceSeconds: number;
  readonly clock: () => number;
  readonly people: readonly Person[];
  readonly clientId: string;
  readonly audience: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly serviceClients: readonly ServiceClient[];
  readonly deviceInterval: number;
  readonly managedConnections: readonly ManagedConnection[];
  readonly requireDpop: boolean;
  readonly rejectResource: boolean;
  readonly singleSignOn: boolean;
  readonly registrationToken: string | undefined;
  readonly origin: string;
  /** Path below which the authorization server lives. */
  readonly prefix: string;
  readonly issuer: string;
}
