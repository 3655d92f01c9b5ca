const LINE_BREAKS = /\r\n?|[\u2028\u2029\u0085]/gu;
/** Control characters but tab and line feed. */
const CONTROLS = /[\p{Cc}--[\t\n]]/gv;
/**
 * Characters without a shape of their own: bidirectional controls, zero-width, tag and private characters. The two
 * joiners stay, since Persian, Indic scripts and emoji need them.
 */
const INVISIBLE = /[[\p{Cf}\p{Co}\u115f\u1160\u3164\uffa0]--[\u200c\u200d]]/gv;

/** A text with every line break as a line feed. */
export function plainLineBreaks(text: string, lineBreak = '\n'): string {
  return text.replace(LINE_BREAKS, lineBreak);
}

/** A text without the characters that nobody sees; `control` stands for control characters. */
export function withoutHidden(text: string, control = ''): string {
  return text.replace(CONTROLS, control).replace(INVISIBLE, '');
}
