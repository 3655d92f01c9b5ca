import { once } from 'node:events';
import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { listen } from '../../../src/server/http/listen.ts';

/** Stands before several servers, as a load balancer does. */
export interface Balancer {
  readonly origin: string;
  /** Ports on loopback that requests go to by turns; one that takes no connection is left out. */
  readonly ports: number[];
  /** How many requests wait for the first of their answer. */
  readonly waiting: () => number;
  close(): Promise<void>;
}

function isRefused(error: Error): boolean {
  return 'code' in error && error.code === 'ECONNREFUSED';
}

/** Starts one, which at first has nobody to send requests to. */
export async function startBalancer(): Promise<Balancer> {
  const ports: number[] = [];
  let turn = 0;
  let waiting = 0;
  const forward = (request: IncomingMessage, response: ServerResponse, body: Buffer, tries: number): void => {
    turn += 1;
    const { method, url: path, headers } = request;
    const onward = httpRequest({ host: '127.0.0.1', port: ports[turn % ports.length], method, path, headers });
    response.on('close', () => onward.destroy());
    waiting += 1;
    const begun = once(onward, 'response').catch(() => undefined);
    void begun.then(() => (waiting -= 1));
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => response.destroy()).pipe(response);
    });
    onward.on('error', (error) => {
      // Only what no server has seen may be sent again.
      if (isRefused(error) && tries < ports.length) forward(request, response, body, tries + 1);
      else response.destroy();
    });
    onward.end(body);
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => forward(request, response, Buffer.concat(chunks), 1));
  });
  const { port, close } = await listen(server, 0);
  return { origin: `http://127.0.0.1:${port}`, ports, waiting: () => waiting, close };
}
