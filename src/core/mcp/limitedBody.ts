import { AppError } from '../errors.ts';

const MEGABYTES = 16;
/** Bytes that one message of a server may have. */
export const MESSAGE_LIMIT = MEGABYTES * 1024 * 1024;
const BODYLESS = [101, 204, 205, 304];

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Has reading the response fail with `answer_too_large` when a message in it grows beyond {@link MESSAGE_LIMIT}. The
 * response stays the same object: most are read whole, for which a copy with another stream would cost a good part of
 * what a call costs.
 */
export function limitedBody(response: Response): Response {
  const { body, status, headers } = response;
  if (!body || BODYLESS.includes(status)) return response;
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  let limited: ReadableStream<Bytes> | undefined;
  const text = (): Promise<string> => wholeText(limited ?? body);
  return Object.defineProperties(response, {
    body: { get: () => (limited ??= body.pipeThrough(limit(isStream))) },
    text: { value: text },
    json: { value: async (): Promise<unknown> => JSON.parse(await text()) },
  });
}

async function wholeText(body: ReadableStream<Bytes>): Promise<string> {
  const chunks: Bytes[] = [];
  let size = 0;
  const reader = body.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    if (!value) continue;
    size += value.byteLength;
    if (size > MESSAGE_LIMIT) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
  const [only] = chunks;
  return new TextDecoder().decode(chunks.length === 1 ? only : Buffer.concat(chunks));
}

function limit(isStream: boolean): TransformStream<Bytes, Bytes> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      const end = isStream ? lastEventEnd(chunk) : -1;
      size = end < 0 ? size + chunk.byteLength : chunk.byteLength - end;
      if (size > MESSAGE_LIMIT) throw tooLarge();
      controller.enqueue(chunk);
    },
  });
}

function tooLarge(): AppError {
  return new AppError('answer_too_large', { megabytes: String(MEGABYTES) });
}

/** Where the last whole event of a chunk ends; an end that is split between chunks only makes the count too high. */
function lastEventEnd(chunk: Uint8Array): number {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return Math.max(bytes.lastIndexOf('\n\n'), bytes.lastIndexOf('\r\n\r\n'), bytes.lastIndexOf('\r\r'));
}
