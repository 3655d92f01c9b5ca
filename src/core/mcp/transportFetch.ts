import type { Effects } from '../effects.ts';
import { AppError, isAppError } from '../errors.ts';
import { networkFailure, proxyAnswer } from '../networkFailure.ts';
import { REDIRECT_STATUSES } from '../redirectStatuses.ts';
import { bearerOf } from './bearerOf.ts';
import { demandedScopes } from './demandedScopes.ts';
import { limitedBody } from './limitedBody.ts';

const UNAUTHORIZED = 401;

/** The requests of one connection. */
export interface TransportFetch {
  readonly fetch: (address: string | URL, init?: RequestInit) => Promise<Response>;
  /** The bearer token that a refused request carried. */
  readonly tokenOf: (response: Response) => string;
}

/**
 * A `fetch` for the MCP transport that turns what happens below MCP into `AppError`: `server_unreachable`,
 * `certificate_refused`, `proxy_failed`, `server_error` (5xx and 429), `redirected_elsewhere`, `insufficient_scope` with all scopes that the server demands,
 * and `answer_too_large` for a message without end. `server` is its name in the settings.
 */
export function createTransportFetch(effects: Pick<Effects, 'fetch'>, server: string): TransportFetch {
  const sent = new WeakMap<Response, string>();
  return {
    tokenOf: (response) => sent.get(response) ?? '',
    fetch: async (address, init = {}) => {
      const url = new URL(address);
      const answer = await reach(effects.fetch, url, init);
      await refuseFailure(answer, url, server);
      const response = limitedBody(answer, init.body);
      if (response.status === UNAUTHORIZED) sent.set(response, bearerOf(init));
      return response;
    },
  };
}

async function reach(send: Effects['fetch'], url: URL, init: RequestInit): Promise<Response> {
  try {
    return await send(url.href, { ...init, redirect: 'manual', credentials: 'omit' });
  } catch (error) {
    if (init.signal?.aborted || isAppError(error)) throw error;
    throw networkFailure(error, url);
  }
}

async function refuseFailure(response: Response, url: URL, server: string): Promise<void> {
  const failure = proxyAnswer(response, url) ?? failureOf(response, url) ?? scopeFailure(response, server);
  if (!failure) return;
  await response.body?.cancel();
  throw failure;
}

function failureOf(response: Response, url: URL): AppError | undefined {
  const { status } = response;
  if (status >= 500 || status === 429) return new AppError('server_error', { host: url.host, status: String(status) });
  if (response.type === 'opaqueredirect') return new AppError('redirected_elsewhere', { host: url.host, target: '' });
  if (!REDIRECT_STATUSES.includes(status)) return undefined;
  const target = URL.parse(response.headers.get('location') ?? '', url);
  if (target && isSameServer(url, target)) return undefined;
  return new AppError('redirected_elsewhere', { host: url.host, target: target?.host ?? '' });
}

/** Read here, since the MCP client reads one challenge only, and takes a description for a parameter. */
function scopeFailure({ status, headers }: Response, server: string): AppError | undefined {
  const scopes = status === 403 ? demandedScopes(headers.get('www-authenticate')) : undefined;
  return scopes && new AppError('insufficient_scope', { server, scopes: scopes.join(' ') });
}

/** Same scheme, host and port, or the https form of an http address on the default ports. */
function isSameServer(from: URL, to: URL): boolean {
  if (from.origin === to.origin) return true;
  const isUpgrade = from.protocol === 'http:' && to.protocol === 'https:';
  return isUpgrade && from.hostname === to.hostname && from.port === '' && to.port === '';
}
