/** Bytes that a picture of something in a list may have, and pixels on each side. */
export const BITMAP_LIMIT = 64 * 1024;
const SIDE_LIMIT = 1024;

interface Bitmap {
  readonly type: 'png' | 'gif' | 'webp' | 'jpeg';
  readonly width: number;
  readonly height: number;
}

/**
 * A small PNG, GIF, WebP or JPEG as an address that holds it; undefined for anything else, whatever it is said to be.
 * What it claims to measure is read first: a few bytes can stand for a picture that fills the memory.
 */
export function bitmapAddress(bytes: Buffer): string | undefined {
  if (bytes.length > BITMAP_LIMIT) return undefined;
  const bitmap = pngOf(bytes) ?? gifOf(bytes) ?? webpOf(bytes) ?? jpegOf(bytes);
  const isSmall = bitmap && [bitmap.width, bitmap.height].every((side) => side > 0 && side <= SIDE_LIMIT);
  return isSmall ? `data:image/${bitmap.type};base64,${bytes.toString('base64')}` : undefined;
}

function text(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('latin1', start, end);
}

function pngOf(bytes: Buffer): Bitmap | undefined {
  if (bytes.length < 24 || text(bytes, 0, 8) !== '\u0089PNG\r\n\u001a\n' || text(bytes, 12, 16) !== 'IHDR') {
    return undefined;
  }
  return { type: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function gifOf(bytes: Buffer): Bitmap | undefined {
  if (bytes.length < 10 || !['GIF87a', 'GIF89a'].includes(text(bytes, 0, 6))) return undefined;
  return { type: 'gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

/** RFC 9649: lossy, lossless and extended files each say it elsewhere. */
function webpOf(bytes: Buffer): Bitmap | undefined {
  if (bytes.length < 30 || text(bytes, 0, 4) !== 'RIFF' || text(bytes, 8, 12) !== 'WEBP') return undefined;
  switch (text(bytes, 12, 16)) {
    case 'VP8 ':
      return { type: 'webp', width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { type: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { type: 'webp', width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

/** The first frame header among the segments says how large it is (ITU T.81, B.2.2). */
function jpegOf(bytes: Buffer): Bitmap | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at);
    if (marker < 0xffc0 || marker === 0xffff) return undefined;
    const isFrame = marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { type: 'jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return undefined;
}
