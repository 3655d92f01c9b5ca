/** Items of a block at most: inserting into one moves these, however many there are in all. */
const BLOCK = 512;

/** Where an item is: in which block, and at which place of it. */
interface Place {
  readonly block: number;
  readonly at: number;
}

/**
 * A sorted list in blocks, so that one item comes, goes or moves in the same time in a long list as in a short one. No
 * two items may compare as equal.
 */
export class SortedBlocks<T> {
  readonly #compare: (one: T, other: T) => number;
  #blocks: T[][] = [];
  #size = 0;

  constructor(compare: (one: T, other: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#size;
  }

  /** The first items, `limit` at most. */
  first(limit: number): T[] {
    const items: T[] = [];
    for (const block of this.#blocks) {
      if (items.length >= limit) break;
      items.push(...block.slice(0, limit - items.length));
    }
    return items;
  }

  /** How many items come before this one. */
  rank(item: T): number {
    const { block, at } = this.#placeOf(item);
    return this.#blocks.slice(0, block).reduce((sum, { length }) => sum + length, at);
  }

  insert(item: T): void {
    this.#size += 1;
    const last = this.#blocks.length - 1;
    const place = this.#placeOf(item);
    // Beyond the last item: at the end of the last block.
    const [index, at] = place.block > last ? [Math.max(last, 0), Infinity] : [place.block, place.at];
    const block = (this.#blocks[index] ??= []);
    block.splice(at, 0, item);
    if (block.length > BLOCK) this.#blocks.splice(index + 1, 0, block.splice(BLOCK / 2));
  }

  /** Takes many at once. */
  insertAll(items: readonly T[]): void {
    if (items.length < Math.max(this.#size / 16, 2)) {
      for (const item of items) this.insert(item);
      return;
    }
    const all = [...this.#blocks.flat(), ...items].sort(this.#compare);
    this.#size = all.length;
    this.#blocks = [];
    const filled = BLOCK / 2;
    for (let from = 0; from < all.length; from += filled) this.#blocks.push(all.slice(from, from + filled));
  }

  /** Takes out an item that compares as it did when it came. */
  delete(item: T): void {
    const { block: index, at } = this.#placeOf(item);
    const block = this.#blocks[index];
    if (block?.[at] !== item) throw new Error('The item is not in the list');
    this.#deleteAt(block, index, at);
  }

  /** Lets an item change, and moves it where it belongs then. True where its place is another one. */
  change(item: T, change: () => void): boolean {
    const { block: index, at } = this.#placeOf(item);
    const block = this.#blocks[index];
    if (block?.[at] !== item) throw new Error('The item is not in the list');
    change();
    const before = at > 0 ? block[at - 1] : this.#blocks[index - 1]?.at(-1);
    const after = at + 1 < block.length ? block[at + 1] : this.#blocks[index + 1]?.[0];
    const isAfter = before === undefined || this.#compare(before, item) < 0;
    const isBefore = after === undefined || this.#compare(item, after) < 0;
    if (isAfter && isBefore) return false;
    this.#deleteAt(block, index, at);
    this.insert(item);
    return true;
  }

  #deleteAt(block: T[], index: number, at: number): void {
    block.splice(at, 1);
    if (block.length === 0) this.#blocks.splice(index, 1);
    this.#size -= 1;
  }

  /** The place of the first item that does not come before this one. */
  #placeOf(item: T): Place {
    const block = firstNot(this.#blocks.length, (index) => this.#isBefore(this.#blocks[index]?.at(-1), item));
    const items = this.#blocks[block] ?? [];
    return { block, at: firstNot(items.length, (index) => this.#isBefore(items[index], item)) };
  }

  #isBefore(one: T | undefined, other: T): boolean {
    return one !== undefined && this.#compare(one, other) < 0;
  }
}

/** The first number for which `holds` does not hold, where it holds for all below. */
function firstNot(end: number, holds: (index: number) => boolean): number {
  let low = 0;
  for (let high = end; low < high;) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
