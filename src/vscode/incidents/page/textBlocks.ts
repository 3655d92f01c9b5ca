import * as z from 'zod/mini';

/** A run of text in one style. */
export const spanSchema = z.object({ style: z.enum(['plain', 'strong', 'emphasis', 'code']), text: z.string() });
/** A parsed {@link spanSchema}. */
export type Span = z.infer<typeof spanSchema>;

/** A block of a description. Holds text only: no markup, no addresses to follow. */
export const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paragraph'), spans: z.array(spanSchema) }),
  z.object({ kind: z.literal('quote'), spans: z.array(spanSchema) }),
  z.object({ kind: z.literal('heading'), spans: z.array(spanSchema) }),
  z.object({ kind: z.literal('list'), ordered: z.boolean(), items: z.array(z.array(spanSchema)) }),
  z.object({ kind: z.literal('code'), text: z.string() }),
]);
/** A parsed {@link blockSchema}. */
export type Block = z.infer<typeof blockSchema>;

const FENCE = /^\s{0,3}(```|~~~)/;
const HEADING = /^\s{0,3}#{1,6}\s+(.*)$/;
const BULLET = /^\s{0,3}[-*+]\s+(.*)$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;
const NUMBER = /^\s{0,3}\d{1,9}[.)]\s+(.*)$/;

/**
 * Reads a small subset of Markdown: paragraphs, headings, lists, quotes, fenced code, `code`, **strong** and *emphasis*. Everything else,
 * HTML, links and images among it, stays the text that it is.
 */
export function textBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  for (let at = 0; at < lines.length;) {
    const taken = takeCode(lines, at) ?? takeHeading(lines, at) ?? takeList(lines, at) ?? takeText(lines, at);
    if (taken.block) blocks.push(taken.block);
    at = taken.next;
  }
  return blocks;
}

/** Reads `code`, **strong** and *emphasis* in one line or paragraph. */
export function textSpans(text: string): Span[] {
  const parts = text.split(/(`[^`\n]+`|\*\*[^*\n]+\*\*|(?<![*\w])\*[^*\s](?:[^*\n]*[^*\s])?\*(?![*\w]))/);
  // What stands between two marks is plain; every other part is marked.
  return parts.map((part, index) => (index % 2 === 0 ? plain(part) : marked(part))).filter((span) => span.text !== '');
}

function plain(text: string): Span {
  return { style: 'plain', text };
}

function marked(part: string): Span {
  if (part.startsWith('`')) return { style: 'code', text: part.slice(1, -1) };
  if (part.startsWith('**')) return { style: 'strong', text: part.slice(2, -2) };
  return { style: 'emphasis', text: part.slice(1, -1) };
}

interface Taken {
  readonly block?: Block;
  readonly next: number;
}

function takeCode(lines: readonly string[], start: number): Taken | undefined {
  const fence = FENCE.exec(lines[start] ?? '')?.[1];
  if (fence === undefined) return undefined;
  let end = start + 1;
  while (end < lines.length && !(lines[end] ?? '').trimStart().startsWith(fence)) end += 1;
  return { block: { kind: 'code', text: lines.slice(start + 1, end).join('\n') }, next: end + 1 };
}

function takeHeading(lines: readonly string[], start: number): Taken | undefined {
  const text = HEADING.exec(lines[start] ?? '')?.[1];
  return text === undefined ? undefined : { block: { kind: 'heading', spans: textSpans(text) }, next: start + 1 };
}

function takeList(lines: readonly string[], start: number): Taken | undefined {
  const marker = [BULLET, NUMBER].find((pattern) => pattern.test(lines[start] ?? ''));
  if (!marker) return undefined;
  const items: Span[][] = [];
  let next = start;
  for (; next < lines.length; next += 1) {
    const text = marker.exec(lines[next] ?? '')?.[1];
    if (text === undefined) break;
    items.push(textSpans(text));
  }
  return { block: { kind: 'list', ordered: marker === NUMBER, items }, next };
}

/** A quote, or else a paragraph. */
function takeText(lines: readonly string[], start: number): Taken {
  const quoted: string[] = [];
  for (let next = start; next < lines.length; next += 1) {
    const text = QUOTE.exec(lines[next] ?? '')?.[1];
    if (text === undefined) break;
    quoted.push(text);
  }
  if (quoted.length === 0) return takeParagraph(lines, start);
  return { block: { kind: 'quote', spans: textSpans(quoted.join('\n')) }, next: start + quoted.length };
}

function takeParagraph(lines: readonly string[], start: number): Taken {
  let next = start;
  while (next < lines.length && isParagraphLine(lines[next] ?? '')) next += 1;
  if (next === start) return { next: start + 1 };
  const text = lines.slice(start, next).join('\n').trim();
  return { block: { kind: 'paragraph', spans: textSpans(text) }, next };
}

function isParagraphLine(line: string): boolean {
  return line.trim() !== '' && ![FENCE, HEADING, BULLET, NUMBER, QUOTE].some((pattern) => pattern.test(line));
}
