import type { ServerEntry } from '../serverEntry.ts';
import type { Effects } from '../effects.ts';
import type { AppError } from '../errors.ts';
import type { McpConnection, ServerChange } from './connection.ts';
import { Listeners } from '../listeners.ts';
import { openLink, TIME_LIMITS } from './openLink.ts';
import type { TimeLimits } from './openLink.ts';
import { RenewingLink } from './renewingLink.ts';
import type { ServerRequests } from './requests/serverRequests.ts';
import type { TokenSource } from './serverClient.ts';
import { ServerConnection } from './serverConnection.ts';
import type { RememberedServer } from './serverMemory.ts';

/** What {@link connectToServer} needs. */
export interface ConnectOptions {
  readonly entry: ServerEntry;
  readonly tokens: TokenSource;
  readonly effects: Effects;
  /** Version of the extension, told to the server. */
  readonly clientVersion: string;
  /** In milliseconds; {@link TIME_LIMITS} unless told. */
  readonly limits?: TimeLimits;
  /** Answers what the server asks; without it the server is told that it cannot ask anything. */
  readonly requests?: ServerRequests;
  /** Hears how each call ended. */
  readonly onCall?: (error: AppError | undefined) => void;
}

/**
 * Connects to an MCP server of either protocol era, loading the MCP client on first use. With what is `known` of the
 * server it need not be asked what it speaks; that is found out anew where it does not hold any more.
 * @throws AppError `server_unreachable`, `server_timeout`, `server_error`, `server_not_mcp`, `redirected_elsewhere`,
 * `address_refused`, `unauthorized`, `insufficient_scope`, `cancelled`, and what the token source throws
 */
export async function connectToServer(
  options: ConnectOptions,
  { signal, known }: { readonly signal?: AbortSignal; readonly known?: RememberedServer } = {},
): Promise<McpConnection> {
  const { limits = TIME_LIMITS, onCall = () => undefined } = options;
  const changes = new Listeners<ServerChange>();
  const gaps = new Listeners<void>();
  const heard = { onChange: (change: ServerChange) => changes.tell(change), onGap: () => gaps.tell() };
  const linkOptions = { ...options, limits, ...heard };
  const first = await openLink(linkOptions, signal, known?.handshake);
  const link = new RenewingLink(linkOptions, first);
  return new ServerConnection({ link, limits, changes, onGap: gaps.listen, onCall, knownTools: known?.tools ?? [] });
}
