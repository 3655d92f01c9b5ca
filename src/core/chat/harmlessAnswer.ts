/** Characters without a space that are held back at most. */
const LONGEST_WORD = 10_000;
/** Begins an image, which would be fetched from wherever it says. */
const IMAGE = /!\[/g;
/** The address of a link, unless it is a web page's. */
const OTHER_LINK = /\]\((?!<?https?:\/\/)/gi;
/** Defines a link elsewhere in the text. */
const DEFINITION = /\]:/g;
/** A link without a text, unless it is a web page's. */
const OTHER_AUTOLINK = /<(?=[a-z][a-z\d+.-]*:)(?!https?:)/gi;

/**
 * Passes on what a language model writes, piece by piece, without images and with links to web pages alone: what it
 * read may have told it to write others. The rest is shown as it was written.
 */
export class HarmlessAnswer {
  #held = '';

  /** The text so far that can be shown; its last word is held back until it is whole. */
  push(text: string): string {
    const all = this.#held + text;
    const end = Math.max(all.lastIndexOf(' '), all.lastIndexOf('\n')) + 1;
    const cut = all.length - end > LONGEST_WORD ? all.length : end;
    this.#held = all.slice(cut);
    return harmless(all.slice(0, cut));
  }

  /** What is left when the model has ended. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    return harmless(rest);
  }
}

function harmless(text: string): string {
  return (
    text
      .replace(IMAGE, '!\\[')
      .replace(OTHER_LINK, ']\\(')
      .replace(DEFINITION, ']\\:')
      // No backslash: an address before it would swallow that, or another one undo it.
      .replace(OTHER_AUTOLINK, '&lt;')
  );
}
