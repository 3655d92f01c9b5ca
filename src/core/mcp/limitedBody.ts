import { AppError } from '../errors.ts';
import { isJsonObject, parsedJson } from '../json.ts';

const MEGABYTES = 16;
/** Bytes that one message of a server may have. */
export const MESSAGE_LIMIT = MEGABYTES * 1024 * 1024;
/** JSON-RPC code of the answer that stands in for one that is too large. */
export const TOO_LARGE = -32_098;
const BODYLESS = [101, 204, 205, 304];

/** Making one costs more than decoding an answer; it keeps nothing between two. */
const UTF_8 = new TextDecoder();

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Has reading the response fail with `answer_too_large` when a message in it grows beyond {@link MESSAGE_LIMIT}. The
 * response stays the same object: most are read whole, for which a copy with another stream would cost a good part of
 * what a call costs. In a stream of events the request with the body `asked` gets an answer with the code
 * {@link TOO_LARGE} instead: a stream that broke would be resumed, to break again.
 */
export function limitedBody(response: Response, asked?: unknown): Response {
  const { body, status, headers } = response;
  if (!body || BODYLESS.includes(status)) return response;
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  let limited: ReadableStream<Bytes> | undefined;
  const text = (): Promise<string> => wholeText(limited ?? body);
  return Object.defineProperties(response, {
    body: { get: () => (limited ??= body.pipeThrough(limit(isStream, asked))) },
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
  return UTF_8.decode(chunks.length === 1 ? only : Buffer.concat(chunks));
}

function limit(isStream: boolean, asked: unknown): TransformStream<Bytes, Bytes> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      const end = isStream ? lastEventEnd(chunk) : -1;
      size = end < 0 ? size + chunk.byteLength : chunk.byteLength - end;
      if (size <= MESSAGE_LIMIT) return controller.enqueue(chunk);
      const answer = isStream ? standIn(asked) : undefined;
      if (!answer) throw tooLarge();
      controller.enqueue(answer);
      controller.terminate();
    },
  });
}

/** Ends the event that has no end, and answers the request. */
function standIn(asked: unknown): Bytes | undefined {
  const request = typeof asked === 'string' ? parsedJson(asked) : undefined;
  const id = isJsonObject(request) ? request['id'] : undefined;
  if (id === undefined) return undefined;
  const answer = { jsonrpc: '2.0', id, error: { code: TOO_LARGE, message: 'The answer is too large' } };
  return new TextEncoder().encode(`\n\ndata: ${JSON.stringify(answer)}\n\n`);
}

/** The failure of an answer beyond {@link MESSAGE_LIMIT}. */
export function tooLarge(options?: ErrorOptions): AppError {
  return new AppError('answer_too_large', { megabytes: String(MEGABYTES) }, options);
}

/** Where the last whole event of a chunk ends; an end that is split between chunks only makes the count too high. */
function lastEventEnd(chunk: Uint8Array): number {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return Math.max(bytes.lastIndexOf('\n\n'), bytes.lastIndexOf('\r\n\r\n'), bytes.lastIndexOf('\r\r'));
}
