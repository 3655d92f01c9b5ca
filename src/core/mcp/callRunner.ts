import type { RequestOptions, ServerCapabilities } from '@modelcontextprotocol/client';
import { type AppError, isAppError } from '../errors.ts';
import { labelText } from '../shownText.ts';
import type { CallOptions } from './connection.ts';
import { listPages } from './listPages.ts';
import type { Link, TimeLimits } from './openLink.ts';
import type { Call, RenewingLink } from './renewingLink.ts';
import { LostBefore } from './repeated.ts';
import { KEEP_WAITING } from './requestStreams.ts';

/** What the client library itself says while the person is asked. */
const OWN_WORDS = "Fulfilling input required by '";

/** One page of a list, asked for by its cursor. */
export type FetchPage<T> = (
  link: Link,
  params: { cursor?: string },
  request: RequestOptions,
) => Promise<{ items: readonly T[]; nextCursor: string | undefined }>;

/** Sends a request, in the way that it is told. */
type Send<T> = (link: Link, request: RequestOptions) => Promise<T>;

/** Runs the calls of one connection: within their time limits, and known until they end. */
export class CallRunner {
  readonly #link: RenewingLink;
  readonly #limits: TimeLimits;
  readonly #onCall: (error: AppError | undefined) => void;
  readonly #running = new Set<Promise<unknown>>();

  constructor(link: RenewingLink, limits: TimeLimits, onCall: (error: AppError | undefined) => void) {
    this.#link = link;
    this.#limits = limits;
    this.#onCall = onCall;
  }

  /** @throws AppError */
  async run<T>(call: Omit<Call, 'signal'>, options: CallOptions, send: Send<T>): Promise<T> {
    const { signal } = options;
    const limit = new AbortController();
    const timer = setTimeout(() => this.#end(limit), this.#limits.callInTotal);
    const running = this.#link.run({ ...call, signal }, (link) => this.#send(link, options, send, limit.signal));
    this.#running.add(running);
    try {
      const result = await running;
      this.#onCall(undefined);
      return result;
    } catch (error) {
      if (isAppError(error)) this.#onCall(error instanceof LostBefore ? error.later : error);
      throw error;
    } finally {
      clearTimeout(timer);
      this.#running.delete(running);
    }
  }

  /** All items of a list; none where the server does not have such a list. @throws AppError */
  async list<T>(
    capability: keyof ServerCapabilities & ('tools' | 'prompts' | 'resources'),
    method: string,
    options: CallOptions,
    page: FetchPage<T>,
  ): Promise<readonly T[]> {
    if (!this.#link.capabilities()[capability]) return [];
    const call = { method, repeatable: true };
    return listPages(capability, (cursor) =>
      this.run(call, options, (link, request) => page(link, cursor === undefined ? {} : { cursor }, request)),
    );
  }

  /** Made when it is needed: an error that is never thrown would cost each call its stack. */
  #end(limit: AbortController): void {
    const { SdkError, SdkErrorCode } = this.#link.current.sdk;
    limit.abort(new SdkError(SdkErrorCode.RequestTimeout, 'The call took too long'));
  }

  /** The client library would end a call at its limit in total without a word to the server; a signal tells it. */
  async #send<T>(link: Link, { signal, onProgress }: CallOptions, send: Send<T>, limit: AbortSignal): Promise<T> {
    const stop = signal ? AbortSignal.any([signal, limit]) : limit;
    try {
      limit.throwIfAborted();
      return await send(link, { ...this.#patience(onProgress), signal: stop });
    } catch (error) {
      // A question of the server's that is left open then fails in words of its own.
      throw limit.aborted ? limit.reason : error;
    }
  }

  /** Progress puts the time limit of a request off. */
  #patience(onProgress: CallOptions['onProgress']): RequestOptions {
    return {
      timeout: this.#limits.call,
      resetTimeoutOnProgress: true,
      // Always there, since progress is what puts the limit off.
      onprogress: ({ progress, total, message = '' }) => {
        if (!onProgress || progress === KEEP_WAITING || message.startsWith(OWN_WORDS)) return;
        const share = total !== undefined && total > 0 ? { fraction: Math.min(progress / total, 1) } : {};
        onProgress({ message: labelText(message), ...share });
      },
    };
  }

  /** Resolves once no call runs. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
