/** What a file of a mime type is. */
export interface FileType {
  /** Without the dot; undefined where neither the type nor the address names one. */
  readonly ending: string | undefined;
  /** Whether editors show it as a picture or play it. A vector image is neither: it could hold scripts. */
  readonly kind: 'image' | 'audio' | 'other';
}

const BITMAPS: ReadonlyMap<string, string> = new Map(
  Object.entries({ 'image/gif': 'gif', 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' }),
);
const SOUNDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'audio/mp3': 'mp3',
    'audio/mpeg': 'mp3',
    'audio/ogg': 'ogg',
    'audio/wav': 'wav',
    'audio/wave': 'wav',
    'audio/x-wav': 'wav',
  }),
);
/** Endings by which editors know what a file is, for types that name none themselves. */
const OTHERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'application/javascript': 'js',
    'application/json': 'json',
    'application/pdf': 'pdf',
    'application/sql': 'sql',
    'application/toml': 'toml',
    'application/typescript': 'ts',
    'application/x-sh': 'sh',
    'application/x-yaml': 'yaml',
    'application/xml': 'xml',
    'application/yaml': 'yaml',
    'application/zip': 'zip',
    'image/svg+xml': 'svg',
    'text/css': 'css',
    'text/csv': 'csv',
    'text/html': 'html',
    'text/javascript': 'js',
    'text/markdown': 'md',
    'text/typescript': 'ts',
    'text/x-diff': 'diff',
    'text/x-python': 'py',
    'text/xml': 'xml',
    'text/yaml': 'yaml',
  }),
);

/** What a file is by its mime type, and by the ending of its address where the type says less than that does. */
export function fileType(mimeType: string, ownEnding?: string): FileType {
  const type = mimeType.replace(/;.*$/s, '').trim().toLowerCase();
  const bitmap = BITMAPS.get(type);
  if (bitmap !== undefined) return { ending: bitmap, kind: 'image' };
  const sound = SOUNDS.get(type);
  if (sound !== undefined) return { ending: sound, kind: 'audio' };
  const known = OTHERS.get(type) ?? /\+(json|xml|yaml)$/.exec(type)?.[1];
  const plain = type.startsWith('text/') ? 'txt' : undefined;
  return { ending: known ?? ownEnding?.toLowerCase() ?? plain, kind: 'other' };
}
