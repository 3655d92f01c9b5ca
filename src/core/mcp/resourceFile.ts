import { isJsonArray, isJsonObject, parsedJson } from '../json.ts';
import { labelText } from '../shownText.ts';
import type { Content } from './connection.ts';
import { fileType } from './fileType.ts';

/** A part of what reading a resource gave. */
export type ResourceContent = Extract<Content, { type: 'resource' }>;

const NAME_LENGTH = 80;

/** The parts of a resource that can be shown. */
export function resourceParts(contents: readonly Content[]): readonly ResourceContent[] {
  return contents.flatMap((content) => (content.type === 'resource' ? [content] : []));
}

/** The bytes of a resource. */
export function resourceBytes({ text, base64 = '' }: ResourceContent): Uint8Array {
  return text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text);
}

/** A name for a resource as a file: from its address, with an ending that says what it is. */
export function resourceFileName({ uri, mimeType, text }: ResourceContent): string {
  const segments = uri.replace(/[?#].*$/s, '').split(/[/:]+/);
  const last = segments.findLast((segment) => segment !== '') ?? '';
  const name = labelText(decoded(last), NAME_LENGTH).replace(/[\\/:*?"<>|]/g, '_');
  const own = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1];
  const ending = fileType(mimeType, own).ending ?? guessed(text);
  return own?.toLowerCase() === ending ? name : `${name || 'resource'}.${ending}`;
}

function guessed(text: string | undefined): string {
  if (text === undefined) return 'bin';
  const json = parsedJson(text);
  return isJsonObject(json) || isJsonArray(json) ? 'json' : 'txt';
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
