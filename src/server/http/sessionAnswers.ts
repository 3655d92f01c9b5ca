/** Seconds after which somebody who was put off may ask again. */
const RETRY_AFTER = '60';

/** An error as the transport of the library answers it. */
export function errorAnswer(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status });
}

/** The answer that there is no such session, or none of one's own. */
export function notFound(): Response {
  return errorAnswer(404, -32001, 'Session not found');
}

/** The answer that it cannot be done now; `why` is a sentence. */
export function putOff(why: string, status: 429 | 503 = 503): Response {
  const response = errorAnswer(status, -32000, `${why} Try again later.`);
  response.headers.set('Retry-After', RETRY_AFTER);
  return response;
}
