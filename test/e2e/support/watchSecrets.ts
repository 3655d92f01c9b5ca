import type { IncomingMessage, ServerResponse } from 'node:http';

/** Parameters whose values are secrets, as long as a sign-in or a session lasts. */
const SECRET_PARAMETERS = [
  ...['state', 'nonce', 'code', 'code_verifier', 'device_code', 'refresh_token', 'token'],
  ...['client_secret', 'client_assertion', 'id_token_hint'],
];

function secretsIn(parameters: URLSearchParams): readonly (readonly [name: string, value: string])[] {
  return [...parameters].filter(([name, value]) => SECRET_PARAMETERS.includes(name) && value !== '');
}

function queryOf(address: string): URLSearchParams {
  return URL.parse(address, 'http://127.0.0.1')?.searchParams ?? new URLSearchParams();
}

/** Tells of each secret, by its parameter's name, in a request to the stand-in, its form included, and in where its answer redirects to. */
export function watchSecrets(
  request: IncomingMessage,
  response: ServerResponse,
  found: (name: string, value: string) => void,
): void {
  const note = (parameters: URLSearchParams): void => secretsIn(parameters).forEach((secret) => found(...secret));
  note(queryOf(request.url ?? ''));
  const chunks: Buffer[] = [];
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding) => {
    if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    return push(chunk, encoding);
  };
  response.once('finish', () => {
    note(new URLSearchParams(Buffer.concat(chunks).toString()));
    note(queryOf(String(response.getHeader('location') ?? '')));
  });
}
