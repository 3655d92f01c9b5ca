import type { ServerCapabilities } from '@modelcontextprotocol/client';
import type { Listen } from '../effects.ts';
import { AppError, isAppError } from '../errors.ts';
import { Listeners } from '../listeners.ts';
import { failureOf } from './failure.ts';
import type { Attempt } from './failure.ts';
import { openLink } from './openLink.ts';
import type { Link, LinkOptions } from './openLink.ts';
import { repeated } from './repeated.ts';
import { askForPages } from './requests/requiredUrls.ts';
import { SharedAttempt } from './sharedAttempt.ts';

/** JSON-RPC code of a server that does not speak the revision of a request (MCP 2026-07-28). */
const UNSUPPORTED_REVISION = -32_022;
/** Statuses of servers for which a request of another protocol era is none at all. */
const NO_REQUEST = [404, 405];

/** What is asked of the server: for the words of an error, and for whether it may be asked again. */
export interface Call {
  readonly method: string;
  readonly name?: string;
  /** False for what a repetition would do twice: sent again only when the server surely did nothing. */
  readonly repeatable: boolean;
  /** Whether it changes things: a later try that fails does not say that the first was not carried out. */
  readonly changes?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A link that starts a new MCP session unseen when the server forgot the one it had. */
export class RenewingLink {
  readonly #options: LinkOptions;
  readonly #opening: SharedAttempt<Link>;
  /** How many calls run on each link. */
  readonly #calls = new Map<Link, number>();
  readonly #renewed = new Listeners<void>();
  readonly #ended = new AbortController();
  #current: Link;

  constructor(options: LinkOptions, first: Link) {
    this.#options = options;
    this.#current = first;
    this.#opening = new SharedAttempt(async (signal) => {
      const link = await openLink(options, signal);
      const former = this.#current;
      this.#current = link;
      this.#closeIfLeft(former);
      this.#renewed.tell();
      return link;
    });
  }

  /** Fires when another MCP session took the place of one that the server forgot. */
  get onDidRenew(): Listen<void> {
    return this.#renewed.listen;
  }

  get current(): Link {
    return this.#current;
  }

  /** Runs a call over the link, and has the pages opened that it cannot do without. @throws AppError */
  async run<T>(call: Call, send: (link: Link) => Promise<T>): Promise<T> {
    let isAsked = false;
    const watched = async (link: Link): Promise<T> => {
      const before = link.questions();
      try {
        return await send(link);
      } finally {
        isAsked ||= link.questions() !== before;
      }
    };
    try {
      const repetition = { ended: this.#ended.signal, isUnseen: () => !isAsked };
      return await repeated(call, repetition, () => this.#run(call, watched));
    } catch (error) {
      const { requests, entry } = this.#options;
      const { sdk } = this.#current;
      const server = new URL(entry.url);
      return await askForPages(error, { sdk, elicitUrl: requests?.elicitUrl, server, signal: call.signal });
    }
  }

  async #run<T>(call: Call, send: (link: Link) => Promise<T>): Promise<T> {
    this.#requireOpen();
    const link = this.#current;
    const attempt = { ...call, sdk: link.sdk, entry: this.#options.entry, signal: call.signal };
    try {
      return await this.#send(link, send);
    } catch (error) {
      const isObsolete = isSessionForgotten(error, link, attempt, call) || isMisjudged(error, link, attempt, call);
      if (!isObsolete) throw failureOf(error, attempt);
    }
    const next = this.#current === link ? await this.#opening.join(call.signal) : this.#current;
    try {
      return await this.#send(next, send);
    } catch (error) {
      throw failureOf(error, attempt);
    }
  }

  async #send<T>(link: Link, send: (link: Link) => Promise<T>): Promise<T> {
    this.#calls.set(link, (this.#calls.get(link) ?? 0) + 1);
    try {
      return await send(link);
    } finally {
      const left = (this.#calls.get(link) ?? 1) - 1;
      if (left > 0) this.#calls.set(link, left);
      else this.#calls.delete(link);
      this.#closeIfLeft(link);
    }
  }

  /** Ends a link that another one took the place of, once no call runs on it: its session is gone. */
  #closeIfLeft(link: Link): void {
    if (link !== this.#current && !this.#calls.has(link)) void link.client.close().catch(() => undefined);
  }

  /** What the server said that it can do. @throws AppError `server_unreachable` after {@link close} */
  capabilities(): ServerCapabilities {
    this.#requireOpen();
    return this.#current.client.getServerCapabilities() ?? {};
  }

  #requireOpen(): void {
    if (this.#ended.signal.aborted)
      throw new AppError('server_unreachable', { host: new URL(this.#options.entry.url).host });
  }

  /** Ends the session; false where that was done before. */
  async close(): Promise<boolean> {
    if (this.#ended.signal.aborted) return false;
    this.#ended.abort();
    this.#opening.abort();
    const left = [...this.#calls.keys()].filter((link) => link !== this.#current);
    await Promise.all([this.#current.close(), ...left.map(({ client }) => client.close())]);
    return true;
  }
}

/**
 * Whether the server answered that it does not know the session: 404 by the specification, 400 from older servers. A
 * bare 400 is reason enough to ask again only for what changes nothing.
 */
function isSessionForgotten(error: unknown, link: Link, { sdk, signal }: Attempt, { changes }: Call): boolean {
  if (signal?.aborted || isAppError(error) || !(error instanceof sdk.SdkHttpError)) return false;
  if (error.status === 404) return link.hasSession;
  if (error.status !== 400) return false;
  const { text } = error.data;
  return (typeof text === 'string' && /session/i.test(text)) || (changes !== true && link.hasSession);
}

/**
 * Whether the server refused a request of the era that it spoke at an earlier time. A bare 400 is reason enough to ask
 * again only for what changes nothing.
 */
function isMisjudged(error: unknown, link: Link, { sdk, signal }: Attempt, { changes }: Call): boolean {
  if (!link.isAssumed || link.handshake.kind === 'legacy' || signal?.aborted || isAppError(error)) return false;
  if (error instanceof sdk.ProtocolError) return error.code === UNSUPPORTED_REVISION;
  if (!(error instanceof sdk.SdkHttpError)) return false;
  if (NO_REQUEST.includes(error.status)) return true;
  const { text } = error.data;
  return (
    error.status === 400 &&
    (changes !== true || (typeof text === 'string' && /session|initiali[sz]ed|version/i.test(text)))
  );
}
