import { labelText, multilineText } from '../../shownText.ts';
import type { Content } from '../connection.ts';
import { codeBlock, codeSpan, plainMarkdown } from '../markdownParts.ts';
import type { AnswerDocument } from './answerDocument.ts';
import type { Attachment } from './attachment.ts';
import { attachmentOf } from './attachmentOf.ts';
import type { DocumentWords } from './documentWords.ts';

/** Characters of one text and of all together: what an editor shows without becoming slow. */
const TEXT_LENGTH = 400_000;
const TOTAL_LENGTH = 1_000_000;
const PARTS = 500;

/** Writes an {@link AnswerDocument} from its title on. */
export class DocumentWriter {
  readonly #words: DocumentWords;
  readonly #parts: string[] = [];
  readonly #attachments: { line: number; attachment: Attachment }[] = [];
  #line = 0;
  #left = TOTAL_LENGTH;
  #isCut = false;

  constructor(title: string, words: DocumentWords) {
    this.#words = words;
    this.#add(`# ${plainMarkdown(labelText(title))}`);
  }

  heading(words: string): void {
    this.#add(`## ${plainMarkdown(words)}`);
  }

  /** Words of one paragraph. */
  paragraph(text: string): void {
    this.#add(plainMarkdown(text));
  }

  /** Words of the face, as they are. */
  note(words: string): void {
    this.#add(`> ${words}`);
  }

  text(text: string, language: 'text' | 'json'): void {
    const limit = Math.min(TEXT_LENGTH, this.#left);
    if (text.length > limit) this.#cut(this.#words.cut(limit, text.length));
    if (limit === 0) return;
    const shown = multilineText(text, limit);
    this.#left -= shown.length;
    this.#add(codeBlock(shown, language));
  }

  /** Writes as many of the parts as a document bears, and says how many there are besides. */
  parts<Part>(parts: readonly Part[], write: (part: Part, place: number) => void): void {
    parts.slice(0, PARTS).forEach((part, index) => write(part, index + 1));
    if (parts.length > PARTS) this.#cut(this.#words.left(parts.length - PARTS));
  }

  /** A piece of content; its place, from 1, tells the files of one document apart. */
  content(content: Content, place: number): void {
    if (content.type === 'text') return this.text(content.text, 'text');
    this.#add(nameOf(content, this.#words), attachmentOf(content, place));
    if (content.type === 'resource' && content.text !== undefined) this.text(content.text, 'text');
  }

  document(): AnswerDocument {
    return { markdown: `${this.#parts.join('\n\n')}\n`, attachments: this.#attachments, isCut: this.#isCut };
  }

  #add(part: string, attachment?: Attachment): void {
    if (attachment) this.#attachments.push({ line: this.#line, attachment });
    this.#parts.push(part);
    this.#line += part.split('\n').length + 1;
  }

  #cut(words: string): void {
    this.#isCut = true;
    this.note(words);
  }
}

function nameOf(content: Exclude<Content, { type: 'text' }>, words: DocumentWords): string {
  if (content.type === 'link') return named(words.link, content.name, content.uri);
  const size = content.base64 === undefined ? '' : words.size(byteLength(content.base64));
  if (content.type === 'resource') return named(words.resource, content.uri, content.mimeType, size);
  return named(words[content.type], content.mimeType, size);
}

function named(name: string, ...details: readonly string[]): string {
  const shown = details.map((detail) => codeSpan(labelText(detail, 2000))).filter((detail) => detail !== '');
  return [`**${plainMarkdown(name)}**`, ...shown].join(' ');
}

function byteLength(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}
