import { isJsonArray, isJsonObject, parsedJson } from '../json.ts';
import { labelText } from '../shownText.ts';
import type { Content } from './connection.ts';

/** A part of what reading a resource gave. */
export type ResourceContent = Extract<Content, { type: 'resource' }>;

const NAME_LENGTH = 80;
/** Endings by which editors know what a file is, for types that name none themselves. */
const ENDINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'application/json': 'json',
    'application/xml': 'xml',
    'application/yaml': 'yaml',
    'application/javascript': 'js',
    'application/pdf': 'pdf',
    'application/sql': 'sql',
    'application/toml': 'toml',
    'application/zip': 'zip',
    'audio/mpeg': 'mp3',
    'audio/ogg': 'ogg',
    'audio/wav': 'wav',
    'image/gif': 'gif',
    'image/jpeg': 'jpg',
    'image/png': 'png',
    'image/svg+xml': 'svg',
    'image/webp': 'webp',
    'text/css': 'css',
    'text/csv': 'csv',
    'text/html': 'html',
    'text/javascript': 'js',
    'text/markdown': 'md',
    'text/plain': 'txt',
    'text/x-python': 'py',
    'text/xml': 'xml',
    'text/yaml': 'yaml',
  }),
);
/** Types that say less than an ending of the address does. */
const VAGUE = ['', 'application/octet-stream', 'text/plain'];

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
  const type = mimeType.replace(/;.*$/s, '').trim().toLowerCase();
  const own = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1];
  if (own !== undefined && (VAGUE.includes(type) || own.toLowerCase() === endingOf(type))) return name;
  return `${name || 'resource'}.${endingOf(type) ?? guessed(text)}`;
}

function endingOf(type: string): string | undefined {
  const structured = /\+(json|xml|yaml)$/.exec(type)?.[1];
  return ENDINGS.get(type) ?? structured ?? (type.startsWith('text/') ? 'txt' : undefined);
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
