import { AppError } from '../../errors.ts';
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

const PROTOCOL_VERSION = '2025-11-25';
const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: PROTOCOL_VERSION,
    capabilities: {},
    clientInfo: { name: 'incident-desk', version: '0' },
  },
});
const LIST_TOOLS = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} });

async function ask(
  guard: Guard,
  address: string,
  body: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  let url = new URL(address);
  for (let redirects = 0; redirects <= REDIRECT_LIMIT; redirects++) {
    const headers = { accept: 'application/json, text/event-stream', 'content-type': 'application/json', ...more };
    const response = await guardedRequest(guard, url, { method: 'POST', headers, body }, 'head');
    const target = redirectTarget(response, url);
    if (!target) return response;
    if (target.origin !== url.origin) {
      throw new AppError('redirected_elsewhere', { host: url.host, target: target.host });
    }
    url = target;
  }
  throw new AppError('redirected_elsewhere', { host: url.host, target: url.host });
}

/** The challenge of a server that lets anybody in, and asks for a token only when its tools are listed. */
async function laterChallenge(guard: Guard, address: string, first: Response): Promise<BearerChallenge | undefined> {
  const session = first.headers.get('mcp-session-id');
  const headers = {
    'mcp-protocol-version': PROTOCOL_VERSION,
    ...(session === null ? {} : { 'mcp-session-id': session }),
  };
  const { status, headers: answered } = await ask(guard, address, LIST_TOOLS, headers);
  return status === 401 ? bearerChallenge(answered.get('www-authenticate')) : undefined;
}

/**
 * Asks the MCP endpoint without a token; 401 is the hoped-for answer, to the handshake or to the first question.
 * @throws AppError `server_unreachable`, `server_timeout`, `server_not_mcp`, `server_error`, `redirected_elsewhere`
 */
export async function probeServer(guard: Guard, address: string): Promise<Probe> {
  const response = await ask(guard, address, INITIALIZE);
  const { status } = response;
  const host = new URL(address).host;
  if (status === 401) return { challenge: bearerChallenge(response.headers.get('www-authenticate')) };
  if (status >= 500) throw new AppError('server_error', { host, status: String(status) });
  const html = response.headers.get('content-type')?.toLowerCase().startsWith('text/html') ?? false;
  if (status === 404 || status === 410 || html) throw new AppError('server_not_mcp', { url: address });
  const challenge = await laterChallenge(guard, address, response);
  if (challenge) return { challenge };
  if (response.ok) return { challenge: {}, failure: new AppError('server_not_protected', { url: address }) };
  if (status === 405) return { challenge: {}, failure: new AppError('server_not_mcp', { url: address }) };
  return { challenge: {}, failure: new AppError('server_error', { host, status: String(status) }) };
}
