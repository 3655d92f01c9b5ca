import { labelText, multilineText } from '../shownText.ts';
import type { Content, RenderedPrompt } from './connection.ts';
import { codeBlock, codeSpan, plainMarkdown } from './markdownParts.ts';

/** The words of the face that documents are put together from. Plain text, not Markdown. */
export interface MarkdownWords {
  /** Heading of the words of a tool that failed. */
  readonly failed: string;
  readonly structured: string;
  readonly image: string;
  readonly audio: string;
  readonly resource: string;
  readonly link: string;
  /** Stands for a result or prompt without any content. */
  readonly empty: string;
  /** Headings of a prompt's messages. */
  readonly user: string;
  readonly assistant: string;
  /** A size such as `12 KB`. */
  readonly size: (bytes: number) => string;
}

const TEXT_LENGTH = 400_000;
const IMAGE_BYTES = 2_000_000;
const SAFE_IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** A rendered prompt as a Markdown document whose server-written parts stay text, whatever they contain. */
export function promptMarkdown(prompt: RenderedPrompt, title: string, words: MarkdownWords): string {
  const about = labelText(prompt.description, 2000);
  const messages = prompt.messages.flatMap(({ role, content }) => [heading(words[role]), contentPart(content, words)]);
  return documentOf(title, [...(about ? [plainMarkdown(about)] : []), ...messages], words);
}

function documentOf(title: string, parts: readonly string[], words: MarkdownWords): string {
  const body = parts.length > 0 ? parts : [plainMarkdown(words.empty)];
  return `${[`# ${plainMarkdown(labelText(title))}`, ...body].join('\n\n')}\n`;
}

function heading(words: string): string {
  return `## ${plainMarkdown(words)}`;
}

function named(name: string, ...details: readonly string[]): string {
  const shown = details.map((detail) => codeSpan(labelText(detail, 2000))).filter((detail) => detail !== '');
  return [`**${plainMarkdown(name)}**`, ...shown].join(' ');
}

function contentPart(content: Content, words: MarkdownWords): string {
  switch (content.type) {
    case 'text':
      return textBlock(content.text);
    case 'image':
      return imagePart(content.mimeType, content.base64, words);
    case 'audio':
      return named(words.audio, content.mimeType, words.size(byteLength(content.base64)));
    case 'link':
      return named(words.link, content.name, content.uri);
    case 'resource':
      return resourcePart(content, words);
  }
}

function textBlock(text: string): string {
  return codeBlock(multilineText(text, TEXT_LENGTH), 'text');
}

function resourcePart(content: Extract<Content, { type: 'resource' }>, words: MarkdownWords): string {
  const { uri, mimeType, text, base64 } = content;
  const size = base64 === undefined ? '' : words.size(byteLength(base64));
  const name = named(words.resource, uri, mimeType, size);
  return text === undefined ? name : `${name}\n\n${textBlock(text)}`;
}

/** Shown itself only where it is a bitmap of bearable size; a vector image could hold scripts. */
function imagePart(mimeType: string, base64: string, words: MarkdownWords): string {
  const bytes = byteLength(base64);
  const isSafe = SAFE_IMAGES.includes(mimeType) && /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && bytes <= IMAGE_BYTES;
  if (!isSafe) return named(words.image, mimeType, words.size(bytes));
  return `![${plainMarkdown(words.image)}](data:${mimeType};base64,${base64})`;
}

function byteLength(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}
