import { RESOURCE } from '../../../shared/names.ts';
import type { Log, Subscription } from '../../effects.ts';
import { isSignedOut } from '../../errors.ts';
import { inBackground } from '../../inBackground.ts';
import type { McpConnection, ServerChange } from '../../mcp/connection.ts';
import type { ServerClient, ServerState } from '../../mcp/serverClient.ts';
import { OneAtATime } from '../../oneAtATime.ts';
import type { ShownIncident } from '../incidentSource.ts';
import { pollDelay } from './pollDelay.ts';
import { type SeenChanges, SeenIncidents } from './seenIncidents.ts';

/** How many incidents are looked at, those that changed last. */
const LOOKED_AT = 50;
/** Milliseconds that changes are gathered for before the server is asked what they were. */
const GATHERED = 300;

/** What an {@link IncidentWatch} is made from. */
export interface IncidentWatchOptions {
  readonly client: ServerClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Milliseconds between two questions where the server tells of no changes; 0 asks only when the person does. */
  readonly interval: () => number;
  /** Whether the person looks at this window: nothing is asked by the clock while nobody does. */
  readonly isFocused: () => boolean;
  /** Hears what changed. */
  readonly changed: (changes: SeenChanges) => void;
  readonly log: Log;
}

/**
 * Follows the incidents of one server: by its word where it tells of changes of `incidents://all`, else by asking at
 * intervals. Needs an account that is signed in; where there is none it waits for one.
 */
export class IncidentWatch implements Subscription {
  readonly #options: IncidentWatchOptions;
  readonly #seen = new SeenIncidents();
  readonly #looking = new OneAtATime(() => this.#look());
  readonly #states: Subscription;
  #connection: McpConnection | undefined;
  #watching: readonly Subscription[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #failures = 0;
  #lookedAt: number | undefined;
  #isDue = false;
  /** Whether the timer ends with a question whoever looks, rather than with the next one by the clock. */
  #isPlanned = false;
  #stop = new AbortController();

  constructor(options: IncidentWatchOptions) {
    this.#options = options;
    this.#states = options.client.onDidChangeState((state) => this.#follow(state));
    this.#lookSoon(0);
  }

  /** Takes an incident that this window changed or read itself, which is then no news. */
  know(incident: ShownIncident): void {
    if (this.#lookedAt !== undefined) this.#seen.know(incident);
  }

  /** Call it when the window got the focus: what was due meanwhile is done now. */
  focused(): void {
    const { interval, now } = this.#options;
    const isOld = this.#lookedAt !== undefined && interval() > 0 && now() - this.#lookedAt >= interval();
    if (this.#isDue || isOld) this.#lookSoon(0);
  }

  /** Plans the next question anew, as after the interval was changed. */
  replan(): void {
    this.#planPoll();
  }

  dispose(): void {
    this.#stop.abort();
    this.#states.dispose();
    clearTimeout(this.#timer);
    this.#leave();
  }

  #follow({ kind }: ServerState): void {
    if (kind === 'signedOut') return this.#forget();
    if (kind === 'connected' && this.#lookedAt === undefined && !this.#isLooking) this.#lookSoon(0);
  }

  /** After a sign-out: whoever signs in next is told of nothing that was there before. */
  #forget(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    clearTimeout(this.#timer);
    this.#leave();
    this.#seen.clear();
    this.#lookedAt = undefined;
    this.#isDue = false;
    this.#isPlanned = false;
  }

  /** Many changes in a row do not put it off. */
  #lookSoon(delay: number): void {
    if (this.#isPlanned) return;
    clearTimeout(this.#timer);
    this.#isDue = false;
    this.#isPlanned = true;
    this.#timer = setTimeout(() => {
      this.#isPlanned = false;
      inBackground(this.#looking.run(), 'Looking at incidents', this.#options.log);
    }, delay);
  }

  async #look(): Promise<void> {
    const { client, now, changed } = this.#options;
    const { signal } = this.#stop;
    const at = now();
    this.#isLooking = true;
    try {
      await this.#attach(signal);
      const source = await client.incidents({ signal });
      const page = await source.list({ sort: 'updated', limit: LOOKED_AT }, { signal });
      if (signal.aborted) return;
      this.#failures = 0;
      this.#lookedAt = at;
      const changes = this.#seen.take(page);
      if (changes && (changes.seen.length > 0 || changes.removed.length > 0 || changes.isPartial)) {
        changed(changes);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isSignedOut(error)) return this.#forget();
      this.#failures += 1;
    } finally {
      this.#isLooking = false;
    }
    this.#planPoll();
  }

  /** A server that tells of changes is asked by the clock only after it could not be reached. */
  #planPoll(): void {
    const { interval, random } = this.#options;
    if (this.#isPlanned) return;
    clearTimeout(this.#timer);
    const isTold = this.#connection?.offers.watching === true && this.#failures === 0;
    if (isTold || interval() === 0 || this.#stop.signal.aborted) return;
    this.#timer = setTimeout(() => this.#poll(), pollDelay(interval(), this.#failures, random()));
  }

  #poll(): void {
    if (this.#options.isFocused()) this.#lookSoon(0);
    else this.#isDue = true;
  }

  async #attach(signal: AbortSignal): Promise<void> {
    const connection = await this.#options.client.connection({ signal });
    if (signal.aborted || connection === this.#connection) return;
    this.#leave();
    this.#connection = connection;
    if (!connection.offers.watching) return;
    this.#watching = [
      connection.onDidChange((change) => this.#told(change)),
      connection.watchResource(RESOURCE.all),
      connection.onDidClose(() => this.#lookSoon(GATHERED)),
    ];
  }

  #told(change: ServerChange): void {
    if (change.kind === 'contents' && change.uri === RESOURCE.all) this.#lookSoon(GATHERED);
  }

  #leave(): void {
    for (const one of this.#watching) one.dispose();
    this.#watching = [];
    this.#connection = undefined;
  }
}
