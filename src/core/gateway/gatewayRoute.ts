import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Effects } from '../effects.ts';
import { AppError, isAppError } from '../errors.ts';
import { MESSAGE_LIMIT } from '../mcp/limitedBody.ts';
import { headersForEditor, headersForServer, PRIVATE_ANSWER } from './gatewayHeaders.ts';
import { createHandOn } from './handOn.ts';
import type { GatewayTarget, HandedOn } from './handOn.ts';
import { jsonRpcRefusal } from './jsonRpcRefusal.ts';
import { readBody } from './requestBody.ts';

/** The methods of streamable HTTP. */
const METHODS = ['POST', 'GET', 'DELETE'];

/** What a route is made from. */
export interface GatewayRouteOptions {
  readonly target: GatewayTarget;
  readonly effects: Pick<Effects, 'fetch' | 'log'>;
  /** The words for an error, which the editor shows as they are. */
  readonly say: (error: AppError) => string;
}

/** The way to one server; when it is closed, so is every request that is under way on it. */
export class GatewayRoute {
  readonly #options: GatewayRouteOptions;
  readonly #handOn: (request: HandedOn) => Promise<Response>;
  readonly #open = new Set<AbortController>();
  #isClosed = false;

  constructor(options: GatewayRouteOptions) {
    this.#options = options;
    this.#handOn = createHandOn(options.target, options.effects);
  }

  /** Answers a request of the editor. Never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const stop = new AbortController();
    const leave = (): void => stop.abort();
    this.#open.add(stop);
    response.once('close', leave);
    try {
      if (this.#isClosed) leave();
      await this.#answer(request, response, stop.signal);
    } catch (error) {
      // Begun already, or nobody is there to hear of it.
      this.#note(request, error, stop.signal);
      response.destroy();
    } finally {
      response.off('close', leave);
      this.#open.delete(stop);
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const stop of this.#open) stop.abort();
  }

  async #answer(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const method = request.method ?? '';
    if (!METHODS.includes(method)) return end(response, 405, '', { Allow: METHODS.join(', ') });
    const body = method === 'POST' ? await readBody(request, MESSAGE_LIMIT) : undefined;
    // The rest is not read, so that the connection can be used for nothing else.
    if (method === 'POST' && !body) return end(response, 413, '', { Connection: 'close' });
    const headers = headersForServer(request.headers);
    const answer = await this.#handOn({ method, headers, signal, ...(body ? { body } : {}) }).catch((error: unknown) =>
      this.#refusal(request, error, signal),
    );
    if (answer instanceof AppError) {
      const refusal = jsonRpcRefusal(body?.toString('utf8') ?? '', this.#options.say(answer));
      return end(response, refusal.status, refusal.body, { 'Content-Type': 'application/json' });
    }
    response.writeHead(answer.status, headersForEditor(answer.headers));
    if (!answer.body) return void response.end();
    // A stream may have nothing to say for long; that it stands is news.
    response.flushHeaders();
    await pipeline(Readable.from(answer.body), response, { signal });
  }

  /** What the editor is told. @throws where nobody is left to be told */
  #refusal(request: IncomingMessage, error: unknown, signal: AbortSignal): AppError {
    signal.throwIfAborted();
    this.#note(request, error, signal);
    return isAppError(error) ? error : new AppError('answer_invalid', { what: 'chat' }, { cause: error });
  }

  #note({ method = '' }: IncomingMessage, error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    const what = isAppError(error) ? error.code : error instanceof Error ? error.name : 'unknown fault';
    this.#options.effects.log.debug(`${this.#options.target.entry.name}: ${what} for a ${method} of the chat`);
  }
}

function end(response: ServerResponse, status: number, body: string, headers: Record<string, string>): void {
  response.writeHead(status, { ...PRIVATE_ANSWER, ...headers }).end(body);
}
