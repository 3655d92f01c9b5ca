import type { IncidentStore } from './store/incidentStore.ts';

/** How a server is set up. */
export interface ServerConfig {
  /** Address to listen on; `127.0.0.1` unless told. */
  readonly host?: string;
  /** Port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /** Issuer whose access tokens are taken, e.g. `https://your-org.okta.com/oauth2/default`. */
  readonly issuer: string;
  /** The `aud` that access tokens must carry. */
  readonly audience: string;
  /** SQLite file; `:memory:` unless told. */
  readonly databasePath?: string;
  /** Origins (with a base path where the editor is served below one) that the relay page may forward to. */
  readonly relayTargets?: readonly string[];
  /** Address of `/mcp` as clients reach it; made from host and port unless told. */
  readonly resource?: string;
  /** Scopes that the 401 challenge asks for; read and write unless told. */
  readonly challengeScopes?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Takes one line for each request and each failure. Never a token or a query. */
  readonly log?: (line: string) => void;
}

/** A server that listens. */
export interface RunningServer {
  /** Address of the MCP endpoint, ending in `/mcp`. */
  readonly url: string;
  readonly origin: string;
  readonly store: IncidentStore;
  close(): Promise<void>;
}
