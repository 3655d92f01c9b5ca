import { createServer } from 'node:http';
import { listen } from '../../peers/listen.ts';
import type { Peer } from '../../peers/listen.ts';

/** A protected MCP server that says only where to sign in: `issuers`, changed at any time (RFC 9728). */
export interface NamingServer extends Peer {
  issuers: readonly string[];
}

/** Starts a {@link NamingServer}. */
export async function startNamingServer(): Promise<NamingServer> {
  const http = createServer((request, response) => {
    const { origin } = new URL(naming.url);
    if (request.url === '/mcp') response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    else if (request.url === '/.well-known/oauth-protected-resource/mcp') {
      const body = { resource: `${origin}/mcp`, authorization_servers: naming.issuers };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    } else response.writeHead(404).end();
  });
  const naming: NamingServer = { ...(await listen(http, '/mcp')), issuers: [] };
  return naming;
}
