import { createServer } from 'node:http';
import { localhostAllowedHostnames } from '@modelcontextprotocol/server';
import express, { type RequestHandler } from 'express';
import { allowedHosts } from '../http/allowedHosts.ts';
import { listen } from '../http/listen.ts';
import { noteRefusal } from '../http/noteRefusal.ts';
import { refuseUnread, type UnreadRequest } from '../http/refuseUnread.ts';
import { traceRequest } from '../http/traceRequest.ts';
import { urlHost } from '../http/urlHost.ts';

/** Where the metrics are served. */
export interface MetricsPlace {
  readonly host: string;
  readonly port: number;
}

/** What is served there, by which names, and who hears of what is refused. */
export interface MetricsPortParts {
  readonly page: RequestHandler;
  /** Names in the `Host` header that are answered beside those of loopback and the address that is asked. */
  readonly names: readonly string[];
  readonly observe: RequestHandler;
  /** Hears of a request that could not be read as far as its headers go. */
  readonly refused: (request: UnreadRequest) => void;
}

/** IPv4 as it is called where IPv6 listens for both. */
const MAPPED = /^::ffff:(?=[\d.]+$)/;

/** The port may listen on all addresses of the machine: the one that was asked is no name that could be rebound. */
function hostsOf(names: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const asked = urlHost((request.socket.localAddress ?? '').replace(MAPPED, ''));
    allowedHosts([...names, asked])(request, response, next);
  };
}

/** Serves `/metrics` on a port of its own, since it is for those who run the server alone. Throws where the port is taken. */
export async function openMetricsPort(
  { host, port }: MetricsPlace,
  { page, names, observe, refused }: MetricsPortParts,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const app = express();
  app.disable('x-powered-by');
  // What has no name is refused where the refusal is kept.
  const server = createServer({ requireHostHeader: false }, app);
  app.use(traceRequest, observe, refuseUnread(server, refused));
  app.use(hostsOf([...localhostAllowedHostnames(), urlHost(host), ...names]));
  app.get('/metrics', page);
  app.use((_request, response) => {
    noteRefusal(response, 'no such address');
    response.status(404).end();
  });
  return listen(server, port, host);
}
