import { plainLineBreaks, withoutHidden } from '../shared/hiddenCharacters.ts';

/** Words of plain ASCII with single spaces between them: most texts are, and nothing has to be done to them. */
const PLAIN = /^(?:[!-~]+ )*[!-~]+$/;

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = [...text.slice(0, limit * 2 + 2)];
  return characters.length <= limit
    ? text
    : `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
}

/**
 * A text from elsewhere on several lines, made safe to show: no control, bidirectional or invisible characters, and at
 * most `limit` characters.
 */
export function multilineText(text: string, limit = 20_000): string {
  if (text === '' || (text.length <= limit && PLAIN.test(text))) return text;
  const bounded = text.slice(0, limit * 4).toWellFormed();
  return cut(withoutHidden(plainLineBreaks(bounded)).trim(), limit);
}

/** As {@link multilineText}, on one line: for labels and messages. */
export function labelText(text: string, limit = 300): string {
  if (text === '' || (text.length <= limit && PLAIN.test(text))) return text;
  const bounded = text.slice(0, limit * 4).toWellFormed();
  const line = withoutHidden(plainLineBreaks(bounded, ' '), ' ');
  return cut(line.replace(/\s+/gu, ' ').trim(), limit);
}
