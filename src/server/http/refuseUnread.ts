import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler, Response } from 'express';
import * as z from 'zod';
import { noteRefusal } from './noteRefusal.ts';
import { rpcError } from './rpcError.ts';

/** The refusal of a request that could not even be read as far as its headers go. */
export interface UnreadRequest {
  /** The peer's: what it says of those whom it speaks for was not read. */
  readonly address: string | undefined;
  readonly status: number;
  readonly reason: string;
}

type Part = 'headers' | 'body';
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: Response;
}

const codeSchema = z.object({ code: z.string() });
const CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;

/** What Node's parser found, as a status (RFC 9110 section 15.5, RFC 6585 section 5); none where the client is gone. */
function refusalOf(error: unknown, part: Part): Pick<UnreadRequest, 'status' | 'reason'> | undefined {
  const code = codeSchema.safeParse(error).data?.code ?? '';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, reason: `${part} too slow` };
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, reason: 'headers too large' };
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return { status: 413, reason: 'body too large' };
  // The client went away in the midst of it.
  if (!code.startsWith('HPE_') || code === 'HPE_INVALID_EOF_STATE') return undefined;
  return { status: 400, reason: part === 'headers' ? 'not valid HTTP' : 'body not readable' };
}

function sendRefusal(response: Response, status: number, reason: string): void {
  noteRefusal(response, reason);
  response.set('Connection', 'close').status(status);
  response.json(rpcError(-32000, `${STATUS_CODES[status] ?? 'Refused'}: ${reason}`));
}

function sendBare(socket: Socket, status: number): void {
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  socket.destroySoon();
}

/**
 * Answers requests that cannot be read to their end and cuts them off: what is too slow, too large or not HTTP. Those
 * whose headers were read get their answer where they are served, once they came past what this returns (no later than in
 * the turn in which they came); `refused` hears of the others.
 */
export function refuseUnread(server: Server, refused: (request: UnreadRequest) => void): RequestHandler {
  const latest = new WeakMap<object, Exchange>();
  server.on('clientError', (error, stream) => {
    const exchange = latest.get(stream);
    const part = exchange?.request.complete === false ? 'body' : 'headers';
    const refusal = refusalOf(error, part);
    const hasBegun = exchange?.response.headersSent === true;
    if (!(stream instanceof Socket) || !stream.writable || refusal === undefined) stream.destroy();
    else if (exchange && part === 'body' && !hasBegun) sendRefusal(exchange.response, refusal.status, refusal.reason);
    else if ((part === 'body' && hasBegun) || stream.bytesRead === 0) stream.destroy();
    else {
      refused({ address: stream.remoteAddress, ...refusal });
      // Not into the midst of another answer.
      if (hasBegun && !exchange.response.writableFinished) stream.destroy();
      else sendBare(stream, refusal.status);
    }
  });
  return (request, response, next) => {
    latest.set(request.socket, { request, response });
    const { host, expect } = request.headers;
    // RFC 9112 section 3.2; RFC 9110 section 10.1.1.
    if (host === undefined && request.httpVersion !== '1.0') sendRefusal(response, 400, 'no host');
    else if (expect !== undefined && !CONTINUE.test(expect)) sendRefusal(response, 417, 'expectation not met');
    else next();
  };
}
