import type { ServerEntry } from '../serverEntry.ts';
import type { Effects } from '../effects.ts';
import type { AppError } from '../errors.ts';
import type { McpConnection } from './connection.ts';
import type { OnElicitation } from './elicitation.ts';
import { openLink, TIME_LIMITS } from './openLink.ts';
import type { TimeLimits } from './openLink.ts';
import { RenewingLink } from './renewingLink.ts';
import type { TokenSource } from './serverClient.ts';
import { ServerConnection } from './serverConnection.ts';

/** What {@link connectToServer} needs. */
export interface ConnectOptions {
  readonly entry: ServerEntry;
  readonly tokens: TokenSource;
  readonly effects: Effects;
  /** Version of the extension, told to the server. */
  readonly clientVersion: string;
  /** In milliseconds; {@link TIME_LIMITS} unless told. */
  readonly limits?: TimeLimits;
  /** Answers the server's questions; without it the server is told that it cannot ask any. */
  readonly onElicitation?: OnElicitation;
  /** Hears how each call ended. */
  readonly onCall?: (error: AppError | undefined) => void;
}

/**
 * Connects to an MCP server of either protocol era, loading the MCP client on first use.
 * @throws AppError `server_unreachable`, `server_timeout`, `server_error`, `server_not_mcp`, `redirected_elsewhere`,
 * `address_refused`, `unauthorized`, `insufficient_scope`, `cancelled`, and what the token source throws
 */
export async function connectToServer(
  options: ConnectOptions,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<McpConnection> {
  const { limits = TIME_LIMITS, onCall = () => undefined } = options;
  const linkOptions = { ...options, limits };
  const link = await openLink(linkOptions, signal);
  return new ServerConnection(new RenewingLink(linkOptions, link), limits, onCall);
}
