import type { Client, ServerCapabilities, SubscriptionFilter } from '@modelcontextprotocol/client';
import type { Log } from '../effects.ts';
import { backOff } from './backOff.ts';
import type { Link } from './openLink.ts';

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
  #hadStream = false;

  constructor(options: ChangeStreamOptions) {
    this.#options = options;
  }

  /** Starts to follow; where it does already, with the resources that are watched now. */
  follow(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    const { client } = this.#options.link();
    const filter = filterOf(client.getServerCapabilities() ?? {}, this.#options.watched());
    if (client.getProtocolEra() !== 'modern' || Object.keys(filter).length === 0) return;
    const stop = new AbortController();
    this.#stop = stop;
    void this.#run(filter, stop.signal);
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
  }

  async #run(filter: SubscriptionFilter, signal: AbortSignal): Promise<void> {
    let failures = 0;
    do {
      const opened = await this.#listen(filter, signal);
      if (opened === 'refused' || signal.aborted) return;
      failures = opened === 'ended' ? 0 : failures + 1;
    } while (await backOff(failures, signal));
  }

  /** One stream, until it ends. */
  async #listen(filter: SubscriptionFilter, signal: AbortSignal): Promise<'ended' | 'failed' | 'refused'> {
    const { link, limit, log, onResumed } = this.#options;
    const { client, sdk } = link();
    let subscription: Awaited<ReturnType<Client['listen']>>;
    try {
      subscription = await client.listen(filter, { timeout: limit, signal });
    } catch (error) {
      const isRefused = error instanceof sdk.ProtocolError;
      if (!signal.aborted) log.debug(`No stream of changes${isRefused ? ': the server refused it' : ''}`);
      return isRefused ? 'refused' : 'failed';
    }
    if (this.#hadStream) onResumed();
    this.#hadStream = true;
    await subscription.closed;
    return 'ended';
  }
}

function filterOf({ tools, prompts, resources }: ServerCapabilities, watched: readonly string[]): SubscriptionFilter {
  return {
    ...(tools?.listChanged ? { toolsListChanged: true } : {}),
    ...(prompts?.listChanged ? { promptsListChanged: true } : {}),
    ...(resources?.listChanged ? { resourcesListChanged: true } : {}),
    ...(resources?.subscribe && watched.length > 0 ? { resourceSubscriptions: [...watched] } : {}),
  };
}
