import { labelText } from '../../shownText.ts';
import type { Content } from '../connection.ts';
import { fileType } from '../fileType.ts';
import type { Attachment } from './attachment.ts';

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

function media({ mimeType, base64 }: { mimeType: string; base64: string }, name: string, own?: string): Attachment {
  const { ending = 'bin', kind } = fileType(mimeType, own);
  return { kind, fileName: `${name}.${ending}`, bytes: () => Buffer.from(base64, 'base64') };
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
  const own = ENDING.exec(plain)?.[1];
  if (text === undefined) return media({ mimeType, base64 }, name, own);
  const { ending = 'txt' } = fileType(mimeType, own);
  return { kind: 'text', fileName: `${name}.${ending}`, bytes: () => new TextEncoder().encode(text) };
}
