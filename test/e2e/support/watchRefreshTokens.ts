import type { ServerResponse } from 'node:http';
import * as z from 'zod/mini';

const answerSchema = z.object({ refresh_token: z.string() });

/** Reads the refresh token out of a token response on its way, so that a test can try it later. */
export function watchRefreshTokens(response: ServerResponse, found: (token: string) => void): void {
  const end = response.end.bind(response);
  const watched = (...given: unknown[]): ServerResponse => {
    const [body] = given;
    if (typeof body === 'string' || body instanceof Uint8Array) read(Buffer.from(body).toString(), found);
    Reflect.apply(end, response, given);
    return response;
  };
  response.end = watched;
}

function read(body: string, found: (token: string) => void): void {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return;
  }
  const answer = answerSchema.safeParse(json);
  if (answer.success) found(answer.data.refresh_token);
}
