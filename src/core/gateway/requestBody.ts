import type { IncomingMessage } from 'node:http';

/**
 * Reads a body whole: it is one JSON message, and can be sent a second time where the first is refused for a token's
 * age. Undefined where it has more bytes than `limit`, of which the rest stays unread.
 * @throws where the caller goes away
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer<ArrayBuffer> | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer<ArrayBuffer> | undefined>();
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) return void chunks.push(chunk);
    request.pause();
    resolve(undefined);
  });
  request.once('end', () => resolve(Buffer.concat(chunks)));
  request.once('error', reject);
  request.once('close', () => reject(new Error('The caller went away')));
  return promise;
}
