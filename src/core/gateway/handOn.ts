import type { Effects } from '../effects.ts';
import { AppError } from '../errors.ts';
import type { TokenSource } from '../mcp/serverClient.ts';
import { createTransportFetch } from '../mcp/transportFetch.ts';
import { checkedAddress } from '../oauth/discovery/addressPolicy.ts';
import { REDIRECT_STATUSES } from '../redirectStatuses.ts';
import type { ServerEntry } from '../serverEntry.ts';

/** Redirects of a server to itself that one request follows. */
const REDIRECT_LIMIT = 3;
const SAME_METHOD = [307, 308];

/** A server that the gateway speaks for. */
export interface GatewayTarget {
  readonly entry: ServerEntry;
  /** Whose tokens its requests carry. */
  readonly tokens: TokenSource;
}

/** A request as the gateway hands it on. */
export interface HandedOn {
  readonly method: string;
  /** Without any credential. */
  readonly headers: Headers;
  readonly body?: Buffer<ArrayBuffer>;
  readonly signal: AbortSignal;
}

/**
 * Sends requests to a server with its current token, once more with a newer one where that was refused. Answers come
 * as streams, and none of them has the status 401 or 403: an editor that got it would begin a sign-in of its own.
 * @throws AppError `signed_out`, `session_ended`, `unauthorized`, `insufficient_scope`, `redirected_elsewhere`,
 * `chat_not_offered`, `server_error` and what {@link createTransportFetch} and the token source throw besides
 */
export function createHandOn(
  { entry, tokens }: GatewayTarget,
  effects: Pick<Effects, 'fetch'>,
): (request: HandedOn) => Promise<Response> {
  const { fetch } = createTransportFetch(effects, entry.name);
  const server = entry.name;
  const bearer = async (): Promise<string> => {
    const token = await tokens.token();
    // What is bound to a key is no bearer token, and is lent to nobody.
    if (typeof token !== 'string') throw new AppError('chat_not_offered', { server });
    return token;
  };
  const send = async (request: HandedOn, token: string): Promise<Response> => {
    const { method, headers: given, body, signal } = request;
    const headers = new Headers(given);
    headers.set('authorization', `Bearer ${token}`);
    const init = { method, headers, signal, ...(body ? { body } : {}) };
    let url = checkedAddress(entry.url, true);
    for (let redirects = 0; ; redirects += 1) {
      const response = await fetch(url, init);
      const { status } = response;
      if (!REDIRECT_STATUSES.includes(status)) return response;
      await response.body?.cancel();
      const target = URL.parse(response.headers.get('location') ?? '', url);
      const isRepeatable = SAME_METHOD.includes(status) || method === 'GET';
      if (!target || !isRepeatable || redirects === REDIRECT_LIMIT) {
        throw new AppError('server_error', { host: url.host, status: String(status) });
      }
      url = target;
    }
  };
  return async (request) => {
    const token = await bearer();
    const first = await send(request, token);
    const response = first.status === 401 ? await again(first, token, request) : first;
    if (response.status !== 401 && response.status !== 403) return response;
    await response.body?.cancel();
    throw new AppError('unauthorized', { server });
  };

  async function again(refused: Response, token: string, request: HandedOn): Promise<Response> {
    await refused.body?.cancel();
    await tokens.replace(token);
    return send(request, await bearer());
  }
}
