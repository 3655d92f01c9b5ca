import type { Effects } from '../../effects.ts';
import { AppError, isAppError } from '../../errors.ts';
import { parsedJson } from '../../json.ts';
import { networkFailure, proxyAnswer } from '../../networkFailure.ts';
import { REDIRECT_STATUSES } from '../../redirectStatuses.ts';
import { checkedAddress } from './addressPolicy.ts';

/** Bytes that an answer of a metadata or token endpoint may have. */
const ANSWER_LIMIT = 256 * 1024;
/** Milliseconds after which a request is given up. */
const REQUEST_TIMEOUT = 10_000;
/** Redirects that a metadata request follows. */
const REDIRECT_LIMIT = 4;

/** The rules for all requests of one operation. */
export interface Guard {
  readonly effects: Pick<Effects, 'fetch' | 'log'>;
  /** Whether private addresses may be asked: only where the MCP server itself has one. */
  readonly allowPrivate: boolean;
  readonly signal?: AbortSignal;
  /** Milliseconds after which a request is given up; {@link REQUEST_TIMEOUT} unless told. */
  readonly timeout?: number;
  /** Bytes that an answer may have; {@link ANSWER_LIMIT} unless told. */
  readonly limit?: number;
}

/** What an endpoint answered to a GET, redirects followed. `json` is absent where the body is none. */
export interface DocumentAnswer {
  readonly status: number;
  readonly json?: unknown;
}

async function limitedBody(response: Response, url: URL, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body) {
    for await (const chunk of response.body) {
      size += chunk.byteLength;
      if (size > limit) throw new AppError('metadata_too_large', { url: `${url.origin}${url.pathname}` });
      chunks.push(chunk);
    }
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

async function buffered(response: Response, url: URL, read: 'body' | 'head', limit: number): Promise<Response> {
  const { status, statusText, headers } = response;
  const bodyless = read === 'head' || status === 204 || status === 205 || status === 304;
  if (bodyless) await response.body?.cancel();
  const body = bodyless ? null : await limitedBody(response, url, limit);
  return new Response(body, { status: status < 200 ? 502 : status, statusText, headers });
}

/** Why the caller ended a request: for a reason of its own, such as a limit over several ones, or by a cancellation. */
function endedBy({ reason }: AbortSignal, cause: unknown): AppError {
  return isAppError(reason) ? reason : new AppError('cancelled', {}, { cause });
}

/**
 * One request to a checked address, its body read to the end or dropped. Redirects are answers, never followed.
 * @throws AppError `address_refused`, `server_unreachable`, `server_timeout`, `certificate_refused`, `proxy_failed`,
 * `metadata_too_large`, `cancelled`
 */
export async function guardedRequest(
  guard: Guard,
  address: string | URL,
  init: RequestInit = {},
  read: 'body' | 'head' = 'body',
): Promise<Response> {
  const url = checkedAddress(address, guard.allowPrivate);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), guard.timeout ?? REQUEST_TIMEOUT);
  const signal = guard.signal ? AbortSignal.any([guard.signal, timeout.signal]) : timeout.signal;
  try {
    const response = await guard.effects.fetch(url.href, { ...init, redirect: 'manual', credentials: 'omit', signal });
    const answer = await buffered(response, url, read, guard.limit ?? ANSWER_LIMIT);
    const failure = proxyAnswer(answer, url);
    if (failure) throw failure;
    return answer;
  } catch (error) {
    if (isAppError(error)) throw error;
    if (guard.signal?.aborted) throw endedBy(guard.signal, error);
    if (timeout.signal.aborted) throw new AppError('server_timeout', { host: url.host }, { cause: error });
    throw networkFailure(error, url);
  } finally {
    clearTimeout(timer);
  }
}

/** Where a response redirects to, made absolute; absent where it does not redirect. */
export function redirectTarget(response: Response, from: URL): URL | undefined {
  const location = response.headers.get('location');
  if (!REDIRECT_STATUSES.includes(response.status) || location === null) return undefined;
  return URL.parse(location, from) ?? undefined;
}

/**
 * Gets a JSON document, following a few redirects that are each checked as the first address was.
 * @throws AppError as {@link guardedRequest}, and `metadata_invalid` for a redirect without end
 */
export async function getDocument(guard: Guard, address: string | URL): Promise<DocumentAnswer> {
  let url = checkedAddress(address, guard.allowPrivate);
  for (let redirects = 0; redirects <= REDIRECT_LIMIT; redirects++) {
    const response = await guardedRequest(guard, url, { headers: { accept: 'application/json' } });
    const target = redirectTarget(response, url);
    if (!target) {
      const json = parsedJson(await response.text());
      return json === undefined ? { status: response.status } : { status: response.status, json };
    }
    // Checked as the first address was, by the request itself.
    url = target;
  }
  throw new AppError('metadata_invalid', { url: String(address) });
}
