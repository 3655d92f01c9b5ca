import { IncomingMessage } from 'node:http';

/** Largest body that is read, in bytes. */
const LIMIT = 64 * 1024;

/** The body of a request as text; undefined when it is larger than any form may be. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  const bytes: AsyncIterable<Buffer> = request;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size <= LIMIT) chunks.push(chunk);
  }
  return size > LIMIT ? undefined : Buffer.concat(chunks).toString('utf8');
}

/** A copy of `request` with another address and body, for a handler that reads the body itself. */
export function withBody(request: IncomingMessage, url: string, body: string): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  copy.method = request.method ?? 'GET';
  copy.url = url;
  copy.httpVersion = request.httpVersion;
  copy.httpVersionMajor = request.httpVersionMajor;
  copy.httpVersionMinor = request.httpVersionMinor;
  copy.headers = { ...request.headers };
  if (body !== '') {
    copy.headers['content-length'] = String(Buffer.byteLength(body));
    copy.push(body);
  }
  // Else its end would count as an abort and take the connection with it.
  copy.complete = true;
  copy.push(null);
  return copy;
}
