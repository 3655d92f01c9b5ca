import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { escapeHtml } from '../../../shared/escapeHtml.ts';
import { LOOPBACK_PORTS } from '../../../shared/names.ts';
import { page, PAGE_HEADERS, PAGE_POLICY } from '../../../shared/page.ts';
import { AppError } from '../../errors.ts';

/** The only address that is listened on, and named in the redirect URI (RFC 8252 section 7.3). */
const HOST = '127.0.0.1';
/** Milliseconds within which a request must have come in whole. */
const REQUEST_TIMEOUT = 10_000;

/** The words of the page that a browser is shown when it comes back. */
export interface CallbackPageWords {
  /** BCP 47 tag of the words' language. */
  readonly lang: string;
  readonly title: string;
  readonly text: string;
}

/** How to listen for a callback. */
export interface LoopbackOptions {
  /** The one path that is answered, as in the plan. */
  readonly path: string;
  /** Takes each callback, whoever sent it: `Callbacks.deliver`, which ends no wait but that for its `state`. */
  readonly deliver: (callback: URL) => Promise<void>;
  readonly words: CallbackPageWords;
  /** Ends the listening. */
  readonly signal: AbortSignal;
  /** Ports to try, in this order; {@link LOOPBACK_PORTS} unless told. */
  readonly ports?: readonly number[];
}

/** A listener that has a port. */
export interface LoopbackListener {
  /** As it must be registered at the issuer. */
  readonly redirectUri: string;
  close(): void;
}

/** What is wrong with a request, as a status; undefined for a callback. */
function refusalOf(request: IncomingMessage, host: string, path: string): 400 | 404 | 405 | undefined {
  const hosts = request.headersDistinct['host'] ?? [];
  // A page elsewhere can have its own name resolve to this machine, but not have its browser send another name.
  if (hosts.length !== 1 || hosts[0] !== host) return 400;
  if (request.method !== 'GET') return 405;
  return request.url?.split('?')[0] === path ? undefined : 404;
}

/** Gives the page to the browser, and only then the callback to whom it concerns, who may close the listener. */
function answer(request: IncomingMessage, response: ServerResponse, host: string, options: LoopbackOptions): void {
  const { path, words, deliver } = options;
  const refusal = refusalOf(request, host, path);
  response.setHeader('Connection', 'close');
  if (refusal !== undefined) {
    response.writeHead(refusal, { ...PAGE_HEADERS, ...(refusal === 405 ? { Allow: 'GET' } : {}) }).end();
    return;
  }
  const { lang, title } = words;
  const html = page({ lang, title, body: `<p>${escapeHtml(words.text)}</p>` });
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': PAGE_POLICY };
  response.once('close', () => void deliver(new URL(request.url ?? '', `http://${host}`)));
  response.writeHead(200, { ...PAGE_HEADERS, ...headers }).end(html);
}

async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT, headersTimeout: REQUEST_TIMEOUT });
  try {
    server.listen({ host: HOST, port, exclusive: true });
    await once(server, 'listening');
    // A connection that could not be taken, when the system is short of something, concerns only who made it.
    server.on('error', () => undefined);
    return server;
  } catch {
    // In use, or kept from programs by the system, as Windows does with whole ranges.
    server.close();
    return undefined;
  }
}

async function listenOnOneOf(ports: readonly number[]): Promise<Server> {
  for (const port of ports) {
    const server = await listenOn(port);
    if (server) return server;
  }
  throw new AppError('loopback_busy', { ports: ports.join(', ') });
}

/**
 * Listens on this machine for the callback of a sign-in, on the first port of a few that is free. What is no callback is
 * refused and changes nothing.
 * @throws AppError `loopback_busy` where no port is free, `cancelled`
 */
export async function listenForCallback(options: LoopbackOptions): Promise<LoopbackListener> {
  const { path, signal, ports = LOOPBACK_PORTS } = options;
  const server = await listenOnOneOf(ports);
  const close = (): void => {
    signal.removeEventListener('abort', close);
    server.close();
    server.closeAllConnections();
  };
  const address = server.address();
  if (signal.aborted || address === null || typeof address === 'string') {
    close();
    throw new AppError('cancelled');
  }
  const host = `${HOST}:${address.port}`;
  signal.addEventListener('abort', close);
  server.on('request', (request, response) => answer(request, response, host, options));
  return { redirectUri: `http://${host}${path}`, close };
}
