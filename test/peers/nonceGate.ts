import { createServer, request as forward } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeJwt } from 'jose';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

/** What stands before a server, and wants a nonce of its own in each proof of possession (RFC 9449 section 9). */
export interface NonceGate extends Peer {
  /** The nonce that it wants. */
  nonce: string;
  /** How often it refused for want of its nonce. */
  readonly refusals: () => number;
  /** `htu` and `jti` of the proofs that it saw. */
  readonly proofs: readonly { readonly htu: unknown; readonly jti: unknown }[];
}

/** Starts a gate; `/old` there redirects to `/mcp`. The answer to `target` says where to. */
export async function startNonceGate(target: () => string): Promise<NonceGate> {
  const proofs: { readonly htu: unknown; readonly jti: unknown }[] = [];
  let refusals = 0;

  function refuse(response: ServerResponse): void {
    refusals += 1;
    const challenge = 'DPoP error="use_dpop_nonce", error_description="Resource server requires nonce in DPoP proof"';
    response.writeHead(401, { 'www-authenticate': challenge, 'dpop-nonce': gate.nonce }).end('{}');
  }

  function pass(request: IncomingMessage, response: ServerResponse): void {
    const { method, headers, url = '/' } = request;
    const onward = forward(new URL(url, target()), { method: method ?? 'GET', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  const server = createServer((request, response) => {
    const proof = request.headers['dpop'];
    if (typeof proof === 'string') {
      const { htu, jti, nonce } = decodeJwt(proof);
      proofs.push({ htu, jti });
      if (nonce !== gate.nonce) return refuse(response);
    }
    if (request.url === '/old') response.writeHead(307, { location: '/mcp' }).end();
    else pass(request, response);
  });
  const peer = await listen(server, '/mcp');
  const gate: NonceGate = { ...peer, nonce: 'n1', refusals: () => refusals, proofs };
  return gate;
}
