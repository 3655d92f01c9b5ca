import { labelText } from '../../shownText.ts';
import type { Content } from '../connection.ts';
import type { Attachment } from './attachment.ts';

/** Bitmaps; a vector image could hold scripts. */
const IMAGES = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif', 'image/webp': 'webp' };
const SOUNDS = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/ogg': 'ogg',
};
const TEXTS = {
  'application/json': 'json',
  'application/javascript': 'js',
  'application/typescript': 'ts',
  'application/xml': 'xml',
  'application/yaml': 'yaml',
  'application/x-yaml': 'yaml',
  'application/toml': 'toml',
  'application/sql': 'sql',
  'application/x-sh': 'sh',
  'image/svg+xml': 'svg',
  'text/markdown': 'md',
  'text/html': 'html',
  'text/css': 'css',
  'text/csv': 'csv',
  'text/xml': 'xml',
  'text/yaml': 'yaml',
  'text/javascript': 'js',
  'text/typescript': 'ts',
  'text/x-python': 'py',
  'text/x-diff': 'diff',
};
const ENDING = /\.([a-z0-9]{1,10})$/i;

/** What opens or is saved of a piece of content; undefined for plain text, which a document shows itself. */
export function attachmentOf(content: Content, place: number): Attachment | undefined {
  switch (content.type) {
    case 'text':
      return undefined;
    case 'link':
      return { kind: 'link', uri: content.uri };
    case 'image':
    case 'audio':
      return media(content, `${content.type}-${String(place)}`);
    case 'resource':
      return resource(content, place);
  }
}

function media({ mimeType, base64 }: { mimeType: string; base64: string }, name: string): Attachment {
  const type = bareType(mimeType);
  const image = endingFor(IMAGES, type);
  const sound = endingFor(SOUNDS, type);
  const fileName = `${name}.${image ?? sound ?? endingFor(TEXTS, type) ?? 'bin'}`;
  const kind = image === undefined ? (sound === undefined ? 'other' : 'audio') : 'image';
  return { kind, fileName, bytes: () => Buffer.from(base64, 'base64') };
}

function resource(content: Extract<Content, { type: 'resource' }>, place: number): Attachment {
  const { uri, mimeType, text, base64 = '' } = content;
  const last =
    labelText(uri.replace(/[?#].*$/s, ''))
      .split('/')
      .at(-1) ?? '';
  const plain = last
    .replaceAll(/[^\w.-]/g, '_')
    .replaceAll(/^\.+/g, '')
    .slice(-60);
  const name = `${String(place)}-${plain.replace(ENDING, '') || 'resource'}`;
  const own = ENDING.exec(plain)?.[1]?.toLowerCase();
  if (text === undefined) {
    const known = media({ mimeType, base64 }, name);
    return own === undefined || known.kind !== 'other' ? known : renamed(known, `${name}.${own}`);
  }
  const fileName = `${name}.${endingFor(TEXTS, bareType(mimeType)) ?? own ?? 'txt'}`;
  return { kind: 'text', fileName, bytes: () => new TextEncoder().encode(text) };
}

function renamed(attachment: Attachment, fileName: string): Attachment {
  return attachment.kind === 'link' ? attachment : { ...attachment, fileName };
}

function bareType(mimeType: string): string {
  return (mimeType.split(';')[0] ?? '').trim().toLowerCase();
}

function endingFor(endings: Readonly<Record<string, string>>, type: string): string | undefined {
  return Object.hasOwn(endings, type) ? endings[type] : undefined;
}
