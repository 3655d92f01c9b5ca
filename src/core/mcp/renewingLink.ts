import type { ServerCapabilities } from '@modelcontextprotocol/client';
import { AppError, isAppError } from '../errors.ts';
import { failureOf, isDropped } from './failure.ts';
import type { Attempt } from './failure.ts';
import { openLink } from './openLink.ts';
import type { Link, LinkOptions } from './openLink.ts';
import { SharedAttempt } from './sharedAttempt.ts';

/** What is asked of the server: for the words of an error, and for whether it may be asked again. */
export interface Call {
  readonly method: string;
  readonly name?: string;
  /** False for what changes things: sent again only when the server surely did nothing. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A link that starts a new MCP session unseen when the server forgot the one it had. */
export class RenewingLink {
  readonly #options: LinkOptions;
  readonly #opening: SharedAttempt<Link>;
  readonly #retired: Link[] = [];
  #current: Link;
  #closed = false;

  constructor(options: LinkOptions, first: Link) {
    this.#options = options;
    this.#current = first;
    this.#opening = new SharedAttempt(async (signal) => {
      const link = await openLink(options, signal);
      this.#retired.push(this.#current);
      this.#current = link;
      return link;
    });
  }

  get current(): Link {
    return this.#current;
  }

  /** Runs a call over the link. @throws AppError */
  async run<T>(call: Call, send: (link: Link) => Promise<T>): Promise<T> {
    this.#requireOpen();
    const link = this.#current;
    const attempt = { ...call, sdk: link.sdk, entry: this.#options.entry, signal: call.signal };
    let isForgotten: boolean;
    try {
      return await send(link);
    } catch (error) {
      isForgotten = isSessionForgotten(error, link, attempt, call.repeatable);
      const isWorthAnother = isForgotten || (call.repeatable && isDropped(error) && call.signal?.aborted !== true);
      if (!isWorthAnother) throw failureOf(error, attempt);
    }
    const isRenewable = isForgotten && this.#current === link;
    const next = isRenewable ? await this.#opening.join(call.signal) : this.#current;
    try {
      return await send(next);
    } catch (error) {
      throw failureOf(error, attempt);
    }
  }

  /** What the server said that it can do. @throws AppError `server_unreachable` after {@link close} */
  capabilities(): ServerCapabilities {
    this.#requireOpen();
    return this.#current.client.getServerCapabilities() ?? {};
  }

  #requireOpen(): void {
    if (this.#closed) throw new AppError('server_unreachable', { host: new URL(this.#options.entry.url).host });
  }

  /** Ends the session; false where that was done before. */
  async close(): Promise<boolean> {
    if (this.#closed) return false;
    this.#closed = true;
    this.#opening.abort();
    await Promise.all([this.#current.close(), ...this.#retired.map(({ client }) => client.close())]);
    return true;
  }
}

/**
 * Whether the server answered that it does not know the session: 404 by the specification, 400 from older servers. A
 * bare 400 is reason enough to ask again only for what changes nothing.
 */
function isSessionForgotten(error: unknown, link: Link, { sdk, signal }: Attempt, repeatable: boolean): boolean {
  if (signal?.aborted || isAppError(error) || !(error instanceof sdk.SdkHttpError)) return false;
  if (error.status === 404) return link.hasSession;
  if (error.status !== 400) return false;
  const { text } = error.data;
  return (typeof text === 'string' && /session/i.test(text)) || (repeatable && link.hasSession);
}
