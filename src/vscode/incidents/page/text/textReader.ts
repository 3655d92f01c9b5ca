import type { Block } from './blocks.ts';
import { plainBlocks, textBlocks } from './textBlocks.ts';

/** For how long a page's texts are read as Markdown, in milliseconds; those that are left then become plain paragraphs. */
const BUDGET = 300;

/** Reads the texts of a page, and remembers them, so that a change of one text costs no more than that one. */
export class TextReader {
  readonly #now: () => number;
  #known = new Map<string, readonly Block[]>();

  /** @param now milliseconds of a clock */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** What the texts of a page say, those that matter most first. */
  read(texts: readonly string[]): (text: string) => readonly Block[] {
    const end = this.#now() + BUDGET;
    const read = new Map<string, readonly Block[]>();
    for (const text of new Set(texts)) {
      read.set(text, this.#known.get(text) ?? (this.#now() < end ? textBlocks(text) : plainBlocks(text)));
    }
    this.#known = read;
    return (text) => read.get(text) ?? plainBlocks(text);
  }
}
