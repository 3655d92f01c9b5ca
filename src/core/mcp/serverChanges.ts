import type { Listen, Log, Subscription } from '../effects.ts';
import type { Listeners } from '../listeners.ts';
import { ChangeStream } from './changeStream.ts';
import type { ServerChange } from './connection.ts';
import type { RenewingLink } from './renewingLink.ts';

/** What {@link ServerChanges} is made from. */
export interface ServerChangesOptions {
  readonly link: RenewingLink;
  /** Told of what the server says. */
  readonly listeners: Listeners<ServerChange>;
  /** Fires when the server's session stream stands again after a gap. */
  readonly onGap: Listen<void>;
  /** How long the server may take to agree, in milliseconds. */
  readonly limit: number;
}

/** What changes on a server, as long as somebody listens or watches a resource. */
export class ServerChanges {
  readonly #link: RenewingLink;
  readonly #log: Log;
  readonly #limit: number;
  readonly #listeners: Listeners<ServerChange>;
  /** How many watch each resource. */
  readonly #watched = new Map<string, number>();
  readonly #stream: ChangeStream;
  readonly #heard: readonly Subscription[];
  #listening = 0;

  constructor({ link, listeners, onGap, limit }: ServerChangesOptions) {
    this.#link = link;
    this.#listeners = listeners;
    this.#limit = limit;
    this.#log = link.current.log;
    this.#stream = new ChangeStream({
      link: () => link.current,
      watched: () => [...this.#watched.keys()],
      ...{ limit, log: this.#log },
      onResumed: () => this.#resumed(),
    });
    this.#heard = [link.onDidRenew(() => this.#linkRenewed()), onGap(() => this.#resumed())];
  }

  readonly onDidChange: Listen<ServerChange> = (listener) => {
    const subscription = this.#listeners.listen(listener);
    this.#listening += 1;
    if (this.#listening === 1 && this.#watched.size === 0) this.#stream.follow();
    let isListening = true;
    return {
      dispose: () => {
        if (!isListening) return;
        isListening = false;
        subscription.dispose();
        this.#listening -= 1;
        this.#stopUnheard();
      },
    };
  };

  /** Asks the server to tell of a resource's changes, until the subscription is disposed of. */
  watch(uri: string): Subscription {
    if (this.#link.capabilities().resources?.subscribe !== true) return { dispose: () => undefined };
    const before = this.#watched.get(uri) ?? 0;
    this.#watched.set(uri, before + 1);
    if (before === 0) this.#watchChanged(uri, true);
    let isWatching = true;
    return {
      dispose: () => {
        if (!isWatching) return;
        isWatching = false;
        this.#unwatch(uri);
      },
    };
  }

  close(): void {
    for (const subscription of this.#heard) subscription.dispose();
    this.#stream.stop();
    this.#listeners.clear();
  }

  #unwatch(uri: string): void {
    const left = (this.#watched.get(uri) ?? 0) - 1;
    if (left > 0) return void this.#watched.set(uri, left);
    this.#watched.delete(uri);
    this.#watchChanged(uri, false);
    this.#stopUnheard();
  }

  /** Nobody hears what the stream would tell. */
  #stopUnheard(): void {
    if (this.#listening === 0 && this.#watched.size === 0) this.#stream.stop();
  }

  #watchChanged(uri: string, isWatched: boolean): void {
    if (this.#isModern()) this.#stream.follow();
    else void this.#subscribe(uri, isWatched);
  }

  #isModern(): boolean {
    return this.#link.current.client.getProtocolEra() === 'modern';
  }

  /** Asks for everything once more: a new session knows of nothing. */
  #linkRenewed(): void {
    if (this.#listening === 0 && this.#watched.size === 0) return;
    this.#stream.follow();
    if (!this.#isModern()) for (const uri of this.#watched.keys()) void this.#subscribe(uri, true);
    this.#resumed();
  }

  /** By the protocol of 2025-11-25. */
  async #subscribe(uri: string, isWatched: boolean): Promise<void> {
    const { client } = this.#link.current;
    try {
      if (isWatched) await client.subscribeResource({ uri }, { timeout: this.#limit });
      else await client.unsubscribeResource({ uri }, { timeout: this.#limit });
    } catch {
      this.#log.debug(`A resource cannot be ${isWatched ? 'watched' : 'left alone'}`);
    }
  }

  /** Whatever changed in a gap was not told: it may be anything. */
  #resumed(): void {
    for (const kind of ['tools', 'prompts', 'resources'] as const) this.#listeners.tell({ kind });
    for (const uri of this.#watched.keys()) this.#listeners.tell({ kind: 'contents', uri });
  }
}
