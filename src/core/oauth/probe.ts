import { AppError } from '../errors.ts';
import { bearerChallenge } from './challenge.ts';
import type { BearerChallenge } from './challenge.ts';
import { guardedRequest, redirectTarget } from './guardedFetch.ts';
import type { Guard } from './guardedFetch.ts';

/**
 * What the MCP endpoint says to a request without a token. `failure` is what to report unless the server's metadata
 * shows that it is protected after all.
 */
export interface Probe {
  readonly challenge: BearerChallenge;
  readonly failure?: AppError;
}

const REDIRECT_LIMIT = 3;

const QUESTION = JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'incident-desk', version: '0' },
  },
});

async function ask(guard: Guard, address: string): Promise<Response> {
  let url = new URL(address);
  for (let redirects = 0; redirects <= REDIRECT_LIMIT; redirects++) {
    const headers = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
    const response = await guardedRequest(guard, url, { method: 'POST', headers, body: QUESTION }, 'head');
    const target = redirectTarget(response, url);
    if (!target) return response;
    if (target.origin !== url.origin) {
      throw new AppError('redirected_elsewhere', { host: url.host, target: target.host });
    }
    url = target;
  }
  throw new AppError('redirected_elsewhere', { host: url.host, target: url.host });
}

/**
 * Asks the MCP endpoint without a token; 401 is the hoped-for answer.
 * @throws AppError `server_unreachable`, `server_timeout`, `server_not_mcp`, `server_error`, `redirected_elsewhere`
 */
export async function probeServer(guard: Guard, address: string): Promise<Probe> {
  const response = await ask(guard, address);
  const { status } = response;
  const host = new URL(address).host;
  if (status === 401) return { challenge: bearerChallenge(response.headers.get('www-authenticate')) };
  if (status >= 500) throw new AppError('server_error', { host, status: String(status) });
  const html = response.headers.get('content-type')?.toLowerCase().startsWith('text/html') ?? false;
  if (status === 404 || status === 410 || html) throw new AppError('server_not_mcp', { url: address });
  if (response.ok) return { challenge: {}, failure: new AppError('server_not_protected', { url: address }) };
  if (status === 405) return { challenge: {}, failure: new AppError('server_not_mcp', { url: address }) };
  return { challenge: {}, failure: new AppError('server_error', { host, status: String(status) }) };
}
