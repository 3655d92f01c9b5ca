import type { ServerResponse } from 'node:http';
import * as z from 'zod/mini';

const answerSchema = z.object({
  access_token: z.exactOptional(z.string()),
  refresh_token: z.exactOptional(z.string()),
  id_token: z.exactOptional(z.string()),
  device_code: z.exactOptional(z.string()),
});

/** The tokens of a token response (RFC 6749 section 5.1), or the code of a device (RFC 8628 section 3.2). */
export type Tokens = z.infer<typeof answerSchema>;

/** Reads the tokens out of a response on its way, so that a test can try them later, or look where they lie. */
export function watchTokens(response: ServerResponse, found: (tokens: Tokens) => void): void {
  const end = response.end.bind(response);
  const watched = (...given: unknown[]): ServerResponse => {
    const [body] = given;
    if (typeof body === 'string' || body instanceof Uint8Array) read(Buffer.from(body).toString(), found);
    Reflect.apply(end, response, given);
    return response;
  };
  response.end = watched;
}

function read(body: string, found: (tokens: Tokens) => void): void {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return;
  }
  const answer = answerSchema.safeParse(json);
  if (answer.success) found(answer.data);
}
