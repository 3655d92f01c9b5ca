import type { RequestListener, Server } from 'node:http';

/** Seconds after which to ask again. */
const SOON = 1;

const unavailable: RequestListener = (_request, response) => {
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'Retry-After': String(SOON) };
  response.writeHead(503, { ...headers, Connection: 'close' }).end(JSON.stringify({ status: 'unavailable' }));
};

/** Answers 503 (RFC 9110 section 15.6.4) to whoever asks before the server is complete, until what it returns is called. */
export function answerStarting(server: Server): () => void {
  server.on('request', unavailable);
  return () => void server.off('request', unavailable);
}
