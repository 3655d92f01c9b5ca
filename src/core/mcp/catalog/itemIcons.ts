import type { Effects } from '../../effects.ts';
import { guardedRequest } from '../../oauth/discovery/guardedFetch.ts';
import type { Icon } from '../descriptions.ts';
import { BITMAP_LIMIT, bitmapAddress } from './bitmap.ts';

/** Milliseconds that a picture may take, pictures that are asked for at once, and of one server in all. */
const TIME_LIMIT = 5000;
const AT_ONCE = 4;
const PICTURES = 100;
const INLINE = /^data:image\/(?:png|jpe?g|gif|webp);base64,([A-Za-z0-9+/]+={0,2})$/i;

/** A picture for light and for dark themes, as addresses that hold it. */
export interface ThemedPicture {
  readonly light: string;
  readonly dark: string;
}

/** What {@link ItemIcons} are made from. */
export interface ItemIconsOptions {
  /** Address of the server: only its own pictures are fetched. */
  readonly server: string;
  readonly effects: Pick<Effects, 'fetch' | 'log'>;
  /** Called when a picture came that was not there before. */
  readonly changed: () => void;
}

/**
 * The pictures that a server has for what it lists: bitmaps in the address itself, or on the server's own origin, from
 * where they are fetched once, without credentials. Nothing else is loaded, and no editor ever loads one from the network.
 */
export class ItemIcons {
  readonly #options: ItemIconsOptions;
  readonly #origin: string;
  /** By address; undefined while it is fetched, and where it is none. */
  readonly #pictures = new Map<string, string | undefined>();
  readonly #waiting: string[] = [];
  readonly #stop = new AbortController();
  #fetching = 0;

  constructor(options: ItemIconsOptions) {
    this.#options = options;
    this.#origin = new URL(options.server).origin;
  }

  /** The picture to show now; undefined where there is none, or none yet. */
  get(icons: readonly Icon[]): ThemedPicture | undefined {
    const light = this.#first(icons.toSorted(byTheme('light')));
    const dark = this.#first(icons.toSorted(byTheme('dark')));
    return light === undefined || dark === undefined ? undefined : { light, dark };
  }

  dispose(): void {
    this.#stop.abort();
  }

  #first(icons: readonly Icon[]): string | undefined {
    for (const { src } of icons) {
      const picture = this.#pictures.has(src) ? this.#pictures.get(src) : this.#look(src);
      if (picture !== undefined) return picture;
    }
    return undefined;
  }

  #look(src: string): string | undefined {
    if (this.#pictures.size >= PICTURES) return undefined;
    const inline = INLINE.exec(src)?.[1];
    const picture = inline === undefined ? undefined : bitmapAddress(Buffer.from(inline, 'base64'));
    this.#pictures.set(src, picture);
    if (URL.parse(src)?.origin === this.#origin) {
      this.#waiting.push(src);
      this.#fetchNext();
    }
    return picture;
  }

  #fetchNext(): void {
    while (this.#fetching < AT_ONCE && !this.#stop.signal.aborted) {
      const src = this.#waiting.shift();
      if (src === undefined) return;
      this.#fetching += 1;
      void this.#fetch(src).finally(() => {
        this.#fetching -= 1;
        this.#fetchNext();
      });
    }
  }

  async #fetch(src: string): Promise<void> {
    const { effects, changed } = this.#options;
    try {
      // The server itself may have a private address: its own origin is as public as it is.
      const guard = {
        effects,
        allowPrivate: true,
        signal: this.#stop.signal,
        timeout: TIME_LIMIT,
        limit: BITMAP_LIMIT,
      };
      const response = await guardedRequest(guard, src, { headers: { accept: 'image/*' } });
      const isPicture = response.ok && /^image\//i.test(response.headers.get('content-type') ?? '');
      const picture = isPicture ? bitmapAddress(Buffer.from(await response.arrayBuffer())) : undefined;
      if (picture === undefined || this.#stop.signal.aborted) return;
      this.#pictures.set(src, picture);
      changed();
    } catch {
      effects.log.debug('A picture of something in a list could not be loaded');
    }
  }
}

/** Those for the theme first, then those for any. */
function byTheme(theme: 'light' | 'dark'): (one: Icon, other: Icon) => number {
  const rank = (icon: Icon): number => (icon.theme === theme ? 0 : icon.theme === undefined ? 1 : 2);
  return (one, other) => rank(one) - rank(other);
}
