import { labelText } from '../../core/shownText.ts';

/** Characters shown of a text that a server or an issuer sent, in a message. */
const MAX_LENGTH = 400;

/**
 * A text from outside, made safe for a notification: as {@link labelText} makes it, and without Markdown links, since
 * notifications run command links.
 */
export function plainText(text: string): string {
  return labelText(text, MAX_LENGTH)
    .replace(/\[([^[\]]*)\]\([^()]*\)/gu, '$1')
    .replaceAll('](', '] (');
}
