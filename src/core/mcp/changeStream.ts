import type { Client, ServerCapabilities, SubscriptionFilter } from '@modelcontextprotocol/client';
import type { Log } from '../effects.ts';
import { backOff } from './backOff.ts';
import type { Sdk } from './failure.ts';
import type { Link } from './openLink.ts';

/** Milliseconds after which a stream counts as one that stands. */
const STEADY = 10_000;
/** Statuses of servers that have no such stream. */
const REFUSALS = [400, 404, 405, 406, 415];

/** What a {@link ChangeStream} follows. */
export interface ChangeStreamOptions {
  /** The link to listen on, read anew at each try. */
  readonly link: () => Link;
  /** Addresses of the resources that are watched. */
  readonly watched: () => readonly string[];
  /** In milliseconds, for the server to agree. */
  readonly limit: number;
  readonly log: Log;
  /** Called when the stream stands again after a gap, in which changes may have been missed. */
  readonly onResumed: () => void;
}

/**
 * The `subscriptions/listen` stream of a server of 2026-07-28: opened again with growing pauses whenever it ends, and
 * with another filter when other resources are watched. Servers of 2025-11-25 tell of changes without being asked.
 */
export class ChangeStream {
  readonly #options: ChangeStreamOptions;
  #stop: AbortController | undefined;
  /** The stream that the server agreed to, as long as it stands. */
  #standing: AbortController | undefined;
  #hadStream = false;

  constructor(options: ChangeStreamOptions) {
    this.#options = options;
  }

  /** Starts to follow; where it does already, with the resources that are watched now. */
  follow(): void {
    const former = this.#stop;
    const { client } = this.#options.link();
    const filter = filterOf(client.getServerCapabilities() ?? {}, this.#options.watched());
    if (client.getProtocolEra() !== 'modern' || Object.keys(filter).length === 0) return this.stop();
    this.#stop = new AbortController();
    void this.#run(filter, this.#stop, former);
  }

  /** Ends it for now: whoever makes it start again asks for everything anew, so that there is no gap to tell of. */
  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#hadStream = false;
  }

  /** Follows until it is stopped. The former stream stays until this one stands, so that nothing is missed. */
  async #run(filter: SubscriptionFilter, stop: AbortController, former?: AbortController): Promise<void> {
    let failures = 0;
    do {
      const began = performance.now();
      const outcome = await this.#listen(filter, stop, former);
      if (outcome === 'refused' && this.#stop === stop) this.#stop = former;
      if (outcome !== 'refused' || stop.signal.aborted) former?.abort();
      if (outcome === 'refused' || stop.signal.aborted) return;
      // One that ends as soon as it stands must not be opened again at once, over and over.
      failures = performance.now() - began > STEADY ? 0 : failures + 1;
    } while (await backOff(failures, stop.signal));
    former?.abort();
  }

  /** One stream, until it ends. */
  async #listen(
    filter: SubscriptionFilter,
    stop: AbortController,
    former?: AbortController,
  ): Promise<'ended' | 'refused'> {
    const { link, limit, log, onResumed } = this.#options;
    const { client, sdk } = link();
    const { signal } = stop;
    let subscription: Awaited<ReturnType<Client['listen']>>;
    try {
      subscription = await client.listen(filter, { timeout: limit, signal });
    } catch (error) {
      const isRefused = isRefusal(error, sdk);
      if (!signal.aborted) log.debug(`No stream of changes${isRefused ? ': the server refused it' : ''}`);
      return isRefused ? 'refused' : 'ended';
    }
    const isSeamless = former !== undefined && this.#standing === former;
    this.#standing = stop;
    former?.abort();
    if (this.#hadStream && !isSeamless) onResumed();
    this.#hadStream = true;
    await subscription.closed;
    if (this.#standing === stop) this.#standing = undefined;
    return 'ended';
  }
}

/** Whether the server will answer the same the next time. */
function isRefusal(error: unknown, sdk: Sdk): boolean {
  if (error instanceof sdk.ProtocolError) return true;
  return error instanceof sdk.SdkHttpError && REFUSALS.includes(error.status);
}

function filterOf({ tools, prompts, resources }: ServerCapabilities, watched: readonly string[]): SubscriptionFilter {
  return {
    ...(tools?.listChanged ? { toolsListChanged: true } : {}),
    ...(prompts?.listChanged ? { promptsListChanged: true } : {}),
    ...(resources?.listChanged ? { resourcesListChanged: true } : {}),
    ...(resources?.subscribe && watched.length > 0 ? { resourceSubscriptions: [...watched] } : {}),
  };
}
