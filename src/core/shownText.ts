const LINE_BREAKS = /\r\n?|[\u2028\u2029\u0085]/gu;
/** Control characters but tab and line feed. */
const CONTROLS = /[\p{Cc}--[\t\n]]/gv;
/**
 * Characters without a shape of their own: bidirectional controls, zero-width, tag and private characters. The two
 * joiners stay, since Persian, Indic scripts and emoji need them.
 */
const INVISIBLE = /[[\p{Cf}\p{Co}\u115f\u1160\u3164\uffa0]--[\u200c\u200d]]/gv;

/** Words of plain ASCII with single spaces between them: most texts are, and nothing has to be done to them. */
const PLAIN = /^(?:[!-~]+ )*[!-~]+$/;

function cut(text: string, limit: number): string {
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
  return cut(bounded.replace(LINE_BREAKS, '\n').replace(CONTROLS, '').replace(INVISIBLE, '').trim(), limit);
}

/** As {@link multilineText}, on one line: for labels and messages. */
export function labelText(text: string, limit = 300): string {
  if (text === '' || (text.length <= limit && PLAIN.test(text))) return text;
  const bounded = text.slice(0, limit * 4).toWellFormed();
  const line = bounded.replace(LINE_BREAKS, ' ').replace(CONTROLS, ' ').replace(INVISIBLE, '');
  return cut(line.replace(/\s+/gu, ' ').trim(), limit);
}
