import type { Log, Subscription } from '../../effects.ts';
import { inBackground } from '../../inBackground.ts';
import type { IncidentNews } from './incidentNews.ts';
import type { NewsClaims } from './newsClaims.ts';

/** News of one server. */
export interface ServerNews {
  readonly serverId: string;
  readonly news: IncidentNews;
}

/** What a {@link NewsDesk} is made from. */
export interface NewsDeskOptions {
  readonly claims: NewsClaims;
  /** Milliseconds that news are gathered for: of windows that nobody looks at longer, so that one with the person tells of them. */
  readonly gathering: () => number;
  /** Milliseconds that a window which was first needs at most to claim all that it tells of. */
  readonly patience: number;
  /** Shows what was gathered, which is never nothing. */
  readonly show: (news: readonly ServerNews[]) => Promise<void>;
  readonly log: Log;
}

/** Gathers news of all servers for a moment and has one window tell of them, all at once. */
export class NewsDesk implements Subscription {
  readonly #options: NewsDeskOptions;
  #gathered: ServerNews[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: NewsDeskOptions) {
    this.#options = options;
  }

  take(news: readonly ServerNews[]): void {
    this.#takeIn(news, this.#options.gathering());
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  async #tell(): Promise<void> {
    const gathered = this.#gathered;
    this.#gathered = [];
    this.#timer = undefined;
    const own: ServerNews[] = [];
    // One after the other and from the first on, so that of two windows with the same news one gets all of them.
    for (const [index, one] of gathered.entries()) {
      const isOwn = await this.#options.claims.claim(one.serverId, one.news);
      // Another window has begun to tell of these: what it does not know of is told of here, once it is done.
      if (!isOwn && index === 0) return this.#takeIn(gathered.slice(1), this.#options.patience);
      if (isOwn) own.push(one);
    }
    if (own.length > 0) await this.#options.show(own);
  }

  #takeIn(news: readonly ServerNews[], delay: number): void {
    if (news.length === 0) return;
    this.#gathered.push(...news);
    this.#timer ??= setTimeout(() => inBackground(this.#tell(), 'Telling of news', this.#options.log), delay);
  }
}
