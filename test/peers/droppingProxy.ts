import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

/** A way to a server on which answers can get lost. */
export interface DroppingProxy extends Peer {
  /** Requests whose body has a text are carried out, but their answers are lost; undefined for none. */
  drop: string | undefined;
  /** Runs when a request with the text has come, before the server hears of it; once. */
  before: { readonly text: string; readonly run: () => Promise<unknown> } | undefined;
  /** Bodies of the requests whose answers were lost. */
  readonly dropped: string[];
}

const HOP_BY_HOP = ['connection', 'transfer-encoding', 'content-length', 'content-encoding', 'keep-alive'];

/** Passes every request on to `target`, an origin. */
export async function startDroppingProxy(target: string): Promise<DroppingProxy> {
  const dropped: string[] = [];
  const http = createServer((request, response) => {
    void pass(request, response).catch(() => response.destroy());
  });

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const { method = 'GET', url = '/' } = request;
    const { before } = proxy;
    if (before && body.includes(before.text)) {
      proxy.before = undefined;
      await before.run();
    }
    const stop = new AbortController();
    response.on('close', () => stop.abort());
    const answer = await fetch(new URL(url, target), {
      method,
      headers: headersOf(request),
      signal: stop.signal,
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    if (proxy.drop !== undefined && body.includes(proxy.drop)) {
      // The server has done its work by then.
      await answer.text();
      dropped.push(body.toString());
      response.destroy();
      return;
    }
    response.writeHead(answer.status, [...answer.headers].flat());
    for await (const chunk of answer.body ?? []) response.write(chunk);
    response.end();
  }

  const proxy: DroppingProxy = { ...(await listen(http, '/mcp')), drop: undefined, before: undefined, dropped };
  return proxy;
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && name !== 'host' && !HOP_BY_HOP.includes(name)) headers.set(name, value);
  }
  return headers;
}
