/** A text that was cut, and how many lines were left out; 0 where it is whole. */
export interface BoundedText {
  readonly text: string;
  readonly leftOut: number;
}

/** What is kept of a text. */
export interface TextBounds {
  readonly lines: number;
  readonly characters: number;
  /** Which part says most: the beginning of code, the end of a log. */
  readonly keep: 'start' | 'end';
}

/** The lines of a text that are within bounds; a single line that is too long is cut itself. */
export function boundedText(text: string, { lines, characters, keep }: TextBounds): BoundedText {
  const all = text
    .replace(/\r\n?/g, '\n')
    .replace(/^\n+|\s+$/g, '')
    .split('\n');
  const ordered = keep === 'start' ? all : all.toReversed();
  const kept: string[] = [];
  let length = 0;
  for (const line of ordered.slice(0, lines)) {
    length += line.length + 1;
    if (length > characters && kept.length > 0) break;
    kept.push(cutLine(line, characters));
    if (length > characters) break;
  }
  const leftOut = all.length - kept.length;
  return { text: (keep === 'start' ? kept : kept.toReversed()).join('\n'), leftOut };
}

function cutLine(line: string, characters: number): string {
  return line.length <= characters ? line : `${line.slice(0, characters - 1).toWellFormed()}…`;
}
