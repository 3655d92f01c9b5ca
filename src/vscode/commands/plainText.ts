/** Characters shown of a text that a server or an issuer sent, in a message. */
const MAX_LENGTH = 400;

/**
 * A text from outside, made safe for a notification: one line, no control, bidirectional or invisible characters, no
 * Markdown links (notifications run command links), cut to a readable length.
 */
export function plainText(text: string): string {
  const line = text
    .slice(0, MAX_LENGTH * 4)
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const linkless = line.replace(/\[([^[\]]*)\]\([^()]*\)/gu, '$1').replaceAll('](', '] (');
  return linkless.length > MAX_LENGTH ? `${linkless.slice(0, MAX_LENGTH - 1).trimEnd()}…` : linkless;
}
