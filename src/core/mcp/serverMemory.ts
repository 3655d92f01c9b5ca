import type { ToolDescription } from './descriptions.ts';
import type { Handshake } from './handshake.ts';

/** What is remembered of a server from one connection to the next. */
export interface RememberedServer {
  readonly handshake: Handshake;
  /** The tools that incidents need. */
  readonly tools: readonly ToolDescription[];
}

/** Remembers one server for the account that uses it. */
export interface ServerMemory {
  recall(): Promise<RememberedServer | undefined>;
  remember(server: RememberedServer): Promise<void>;
}
