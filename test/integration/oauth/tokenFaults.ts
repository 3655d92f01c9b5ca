import type { IncomingMessage, ServerResponse } from 'node:http';

/** What befalls one request to the issuer: true where it was answered. */
export type Fault = (response: ServerResponse, request: IncomingMessage) => boolean;

/** A captive portal answers in the issuer's place. */
export const html: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the airport</html>');
  return true;
};

/** The issuer answers an OAuth error (RFC 6749 section 5.2). */
export const answer =
  (status: number, error: string, description?: string): Fault =>
  (response) => {
    const body = JSON.stringify({ error, error_description: description });
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    return true;
  };

/** The issuer sends the request elsewhere. */
export const elsewhere: Fault = (response) => {
  response.writeHead(307, { location: 'http://127.0.0.1:1/steal' }).end();
  return true;
};

/** The issuer does its work, and the answer gets lost on the way. */
export const lost: Fault = (response) => {
  Object.assign(response, {
    write: () => true,
    end: () => response.destroy(),
  });
  return false;
};

/** The request never gets there. */
export const dropped: Fault = (response) => {
  response.destroy();
  return true;
};

/** The issuer does its work, and the answer comes when the test lets it. */
export class HeldAnswer {
  readonly #release = Promise.withResolvers<void>();
  begun = false;

  readonly fault: Fault = (response) => {
    const send = response.end.bind(response);
    Object.assign(response, {
      end: (body?: string) => {
        this.begun = true;
        void this.#release.promise.then(() => send(body));
        return response;
      },
    });
    return false;
  };

  release(): void {
    this.#release.resolve();
  }
}
