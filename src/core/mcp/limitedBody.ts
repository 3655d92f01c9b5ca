import { AppError } from '../errors.ts';

const MEGABYTES = 16;
/** Bytes that one message of a server may have. */
export const MESSAGE_LIMIT = MEGABYTES * 1024 * 1024;
const BODYLESS = [101, 204, 205, 304];

/** The response with a body that fails with `answer_too_large` when a message in it grows beyond {@link MESSAGE_LIMIT}. */
export function limitedBody(response: Response): Response {
  const { body, status, statusText, headers } = response;
  if (!body || BODYLESS.includes(status)) return response;
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  return new Response(body.pipeThrough(limit(isStream)), { status, statusText, headers });
}

function limit(isStream: boolean): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      const end = isStream ? lastEventEnd(chunk) : -1;
      size = end < 0 ? size + chunk.byteLength : chunk.byteLength - end;
      if (size > MESSAGE_LIMIT) throw new AppError('answer_too_large', { megabytes: String(MEGABYTES) });
      controller.enqueue(chunk);
    },
  });
}

/** Where the last whole event of a chunk ends; an end that is split between chunks only makes the count too high. */
function lastEventEnd(chunk: Uint8Array): number {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return Math.max(bytes.lastIndexOf('\n\n'), bytes.lastIndexOf('\r\n\r\n'), bytes.lastIndexOf('\r\r'));
}
