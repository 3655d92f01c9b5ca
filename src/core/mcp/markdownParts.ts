/** Longest run of `character` in a text. */
function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const one of text) {
    run = one === character ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** A code block that `text` cannot leave: its fences are longer than any run of backticks inside (CommonMark 4.5). */
export function codeBlock(text: string, language: 'text' | 'json'): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
  return `${fence}${language}\n${text.replace(/\n+$/, '')}\n${fence}`;
}

/** A code span that a text of one line cannot leave (CommonMark 6.1); empty for an empty text. */
export function codeSpan(line: string): string {
  if (line === '') return '';
  const marks = '`'.repeat(longestRun(line, '`') + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${marks}${space}${line}${space}${marks}`;
}

/** A hyphen within a word and a full stop after one mean nothing in Markdown: the source is read by people too. */
const MEANING = /[\\`*_{}[\]()<>#+!|~&:@=^$]|(?<!\p{L})-|-(?!\p{L})|(?<!\p{L})\.|(?<=www)\.|\.(?!\s|$)/giu;

/** Text of one line as it is, with no character that means something in Markdown. */
export function plainMarkdown(line: string): string {
  return line.replace(MEANING, '\\$&');
}
