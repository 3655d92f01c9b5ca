import { createServer, request, type RequestOptions } from 'node:http';
import { pipeline } from 'node:stream';
import { listen, type Peer } from '../../peers/listen.ts';

/** Starts a proxy on loopback that passes everything on as it comes, `Host` included, with a bearer token added. */
export function startBearerProxy(target: URL, token: string): Promise<Peer> {
  const { hostname, port, pathname } = target;
  const server = createServer((incoming, answer) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const options: RequestOptions = { hostname, port, method, path: url, setHost: false };
    const outgoing = request({ ...options, headers: { ...headers, authorization: `Bearer ${token}` } });
    outgoing.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      answer.flushHeaders();
      pipeline(response, answer, () => undefined);
    });
    outgoing.on('error', () => answer.destroy());
    // Whoever hangs up here hangs up there.
    answer.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  return listen(server, pathname);
}
