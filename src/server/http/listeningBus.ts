import { AsyncLocalStorage } from 'node:async_hooks';
import { InMemoryServerEventBus, type ServerEvent, type ServerEventBus } from '@modelcontextprotocol/server';
import * as z from 'zod';

/** Events of one turn, for each of which the library looks through the resources of a stream. */
const SLICE = 1000;

type Listener = (event: ServerEvent) => void;

const listenSchema = z.object({
  method: z.literal('subscriptions/listen'),
  params: z.object({ notifications: z.object({ resourceSubscriptions: z.array(z.string()) }) }),
});

/** The resources that a request opens a stream for; none where it is another request. */
export function askedResources(body: unknown): ReadonlySet<string> {
  return new Set(listenSchema.safeParse(body).data?.params.notifications.resourceSubscriptions);
}

/** Brings changes to the streams of the 2026 era, and knows which resources each was opened for. */
export class ListeningBus implements ServerEventBus {
  readonly #bus: InMemoryServerEventBus;
  /** The resources that the request under way asks for. */
  readonly #asked = new AsyncLocalStorage<ReadonlySet<string>>();
  readonly #streams = new Map<Listener, ReadonlySet<string>>();
  /** Those that have yet to be told to look again. */
  readonly #toTell = new Set<Listener>();

  constructor(onError: (error: Error) => void) {
    this.#bus = new InMemoryServerEventBus(onError);
  }

  /** Answers a request; a stream that this opens is for these resources. */
  answering<T>(resources: ReadonlySet<string>, answer: () => T): T {
    return this.#asked.run(resources, answer);
  }

  publish(event: ServerEvent): void {
    this.#bus.publish(event);
  }

  subscribe(listener: Listener): () => void {
    this.#streams.set(listener, this.#asked.getStore() ?? new Set());
    const unsubscribe = this.#bus.subscribe(listener);
    return () => {
      this.#streams.delete(listener);
      this.#toTell.delete(listener);
      unsubscribe();
    };
  }

  /**
   * Tells each stream of its resources, any of which may have changed unheard: of its own alone, however many there are.
   * It takes many turns where they are many, so that calls are answered meanwhile.
   */
  lookAgain(): void {
    const isTelling = this.#toTell.size > 0;
    for (const listener of this.#streams.keys()) this.#toTell.add(listener);
    if (!isTelling && this.#toTell.size > 0) setImmediate(() => this.#tellSlice());
  }

  #tellSlice(): void {
    let told = 0;
    for (const listener of this.#toTell) {
      if (told >= SLICE) break;
      this.#toTell.delete(listener);
      for (const uri of this.#streams.get(listener) ?? []) {
        listener({ kind: 'resource_updated', uri });
        told += 1;
      }
    }
    if (this.#toTell.size > 0) setImmediate(() => this.#tellSlice());
  }
}
