import assert from 'node:assert/strict';
import { bitmapAddress } from '../../../../src/core/mcp/catalog/bitmap.ts';

function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(33);
  bytes.write('\u0089PNG\r\n\u001a\n\0\0\0\rIHDR', 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

function gif(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(13);
  bytes.write('GIF89a', 'latin1');
  bytes.writeUInt16LE(width, 6);
  bytes.writeUInt16LE(height, 8);
  return bytes;
}

function webp(kind: string, write: (bytes: Buffer) => unknown): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.write(`RIFF\0\0\0\0WEBP${kind}`, 'latin1');
  write(bytes);
  return bytes;
}

function jpeg(width: number, height: number): Buffer {
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 0, 0, 0]);
  const comment = Buffer.from([0xff, 0xfe, 0, 4, 0x61, 0x62]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), comment, frame]);
}

const lossless = (width: number, height: number) => (width - 1) | ((height - 1) << 14);

const SMALL: readonly (readonly [string, Buffer])[] = [
  ['png', png(16, 16)],
  ['gif', gif(16, 16)],
  ['jpeg', jpeg(16, 16)],
  ['webp (lossy)', webp('VP8 ', (bytes) => [bytes.writeUInt16LE(16, 26), bytes.writeUInt16LE(16, 28)])],
  ['webp (lossless)', webp('VP8L', (bytes) => bytes.writeUInt32LE(lossless(16, 16), 21))],
  ['webp (extended)', webp('VP8X', (bytes) => [bytes.writeUIntLE(15, 24, 3), bytes.writeUIntLE(15, 27, 3)])],
];
const LARGE: readonly (readonly [string, Buffer])[] = [
  ['png', png(60_000, 60_000)],
  ['png', png(16, 4096)],
  ['gif', gif(65_535, 65_535)],
  ['jpeg', jpeg(40_000, 16)],
  ['webp', webp('VP8 ', (bytes) => [bytes.writeUInt16LE(16_383, 26), bytes.writeUInt16LE(16, 28)])],
  ['webp', webp('VP8L', (bytes) => bytes.writeUInt32LE(lossless(8000, 16), 21))],
  ['webp', webp('VP8X', (bytes) => [bytes.writeUIntLE(15, 24, 3), bytes.writeUIntLE(100_000, 27, 3)])],
];

describe('bitmapAddress', () => {
  for (const [type, bytes] of SMALL) {
    it(`takes a small ${type}`, () => {
      assert.equal(bitmapAddress(bytes), `data:image/${type.replace(/ .*/, '')};base64,${bytes.toString('base64')}`);
    });
  }

  for (const [type, bytes] of LARGE) {
    it(`refuses a ${type} that few bytes stand for and much memory`, () => {
      assert.equal(bitmapAddress(bytes), undefined);
    });
  }

  it('refuses what is no bitmap, whatever it is called', () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    for (const bytes of [svg, '', 'GIF', 'RIFF', '\u00ff\u00d8', '\u0089PNG', `<?xml version="1.0"?>${svg}`]) {
      assert.equal(bitmapAddress(Buffer.from(bytes, 'latin1')), undefined);
    }
    assert.equal(bitmapAddress(png(0, 16)), undefined);
  });

  it('refuses more than 64 KB', () => {
    assert.equal(bitmapAddress(Buffer.concat([png(16, 16), Buffer.alloc(64 * 1024)])), undefined);
  });
});
