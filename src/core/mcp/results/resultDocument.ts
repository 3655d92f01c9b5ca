import { labelText, multilineText } from '../../shownText.ts';
import type { Content, ToolResult } from '../connection.ts';
import { codeBlock, codeSpan, plainMarkdown } from '../markdownParts.ts';
import type { MarkdownWords } from '../renderMarkdown.ts';
import type { Attachment } from './attachment.ts';
import { attachmentOf } from './attachmentOf.ts';

/** The words of the face that only results need. Plain text, not Markdown. */
export interface ResultWords extends Omit<MarkdownWords, 'user' | 'assistant'> {
  /** Stands before why the structured data does not fit what the tool declares. */
  readonly mismatch: string;
  /** Only a part of a text is shown, in characters. */
  readonly cut: (shown: number, whole: number) => string;
  /** So many parts more are not shown at all. */
  readonly left: (parts: number) => string;
}

/** What a tool answered, as a Markdown document whose server-written parts stay text, whatever they contain. */
export interface ResultDocument {
  readonly markdown: string;
  /** What opens by itself, with the line of the document, from 0, that tells of it. */
  readonly attachments: readonly { readonly line: number; readonly attachment: Attachment }[];
  /** Whether something is not shown, so that only the result itself has it all. */
  readonly isCut: boolean;
}

/** Characters of one text and of all together: what an editor shows without becoming slow. */
const TEXT_LENGTH = 400_000;
const TOTAL_LENGTH = 1_000_000;
const PARTS = 500;

/** Writes the document. */
export function resultDocument(result: ToolResult, title: string, words: ResultWords): ResultDocument {
  const writing = new Writing(words);
  writing.add(`# ${plainMarkdown(labelText(title))}`);
  const { content, structured, isError, mismatch } = result;
  if (isError) writing.add(heading(words.failed));
  content.slice(0, PARTS).forEach((part, index) => addContent(writing, part, index + 1, words));
  if (content.length > PARTS) writing.note(words.left(content.length - PARTS), true);
  if (structured) {
    writing.add(heading(words.structured));
    if (mismatch !== undefined) writing.note(`${words.mismatch} ${codeSpan(labelText(mismatch))}`);
    writing.text(JSON.stringify(structured, undefined, 2), 'json');
  } else if (content.length === 0) writing.add(plainMarkdown(words.empty));
  return writing.document();
}

function addContent(writing: Writing, content: Content, place: number, words: ResultWords): void {
  const attachment = attachmentOf(content, place);
  if (content.type === 'text') return writing.text(content.text, 'text');
  if (content.type === 'link') return writing.add(named(words.link, content.name, content.uri), attachment);
  if (content.type !== 'resource') {
    const size = words.size(byteLength(content.base64));
    return writing.add(named(words[content.type], content.mimeType, size), attachment);
  }
  const { uri, mimeType, text, base64 } = content;
  const size = base64 === undefined ? '' : words.size(byteLength(base64));
  writing.add(named(words.resource, uri, mimeType, size), attachment);
  if (text !== undefined) writing.text(text, 'text');
}

function heading(words: string): string {
  return `## ${plainMarkdown(words)}`;
}

function named(name: string, ...details: readonly string[]): string {
  const shown = details.map((detail) => codeSpan(labelText(detail, 2000))).filter((detail) => detail !== '');
  return [`**${plainMarkdown(name)}**`, ...shown].join(' ');
}

function byteLength(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}

/** The document so far. */
class Writing {
  readonly #words: Pick<ResultWords, 'cut'>;
  readonly #parts: string[] = [];
  readonly #attachments: { line: number; attachment: Attachment }[] = [];
  #line = 0;
  #left = TOTAL_LENGTH;
  #isCut = false;

  constructor(words: Pick<ResultWords, 'cut'>) {
    this.#words = words;
  }

  add(part: string, attachment?: Attachment): void {
    if (attachment) this.#attachments.push({ line: this.#line, attachment });
    this.#parts.push(part);
    this.#line += part.split('\n').length + 1;
  }

  /** Words of the face, as they are. */
  note(words: string, isCut = false): void {
    this.#isCut ||= isCut;
    this.add(`> ${words}`);
  }

  text(text: string, language: 'text' | 'json'): void {
    const limit = Math.min(TEXT_LENGTH, this.#left);
    const isCut = text.length > limit;
    if (isCut) this.note(this.#words.cut(limit, text.length), true);
    if (limit === 0) return;
    const shown = multilineText(text, limit);
    this.#left -= shown.length;
    this.add(codeBlock(shown, language));
  }

  document(): ResultDocument {
    return { markdown: `${this.#parts.join('\n\n')}\n`, attachments: this.#attachments, isCut: this.#isCut };
  }
}
