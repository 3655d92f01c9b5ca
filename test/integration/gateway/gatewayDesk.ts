import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { Effects } from '../../../src/core/effects.ts';
import type { AppError } from '../../../src/core/errors.ts';
import { startGateway } from '../../../src/core/gateway/startGateway.ts';
import type { Gateway } from '../../../src/core/gateway/startGateway.ts';
import type { TokenSource } from '../../../src/core/mcp/serverClient.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';

/** The words that the tests' gateway has for an error. */
export const say = ({ code, args }: AppError): string => `${code}: ${JSON.stringify(args)}`;

/** A gateway with one server lent. */
export interface GatewayDesk {
  readonly gateway: Gateway;
  readonly url: string;
  takeBack(): void;
}

/** Starts a {@link GatewayDesk}. */
export async function startGatewayDesk(
  entry: ServerEntry,
  tokens: TokenSource,
  effects: Pick<Effects, 'fetch' | 'log'>,
): Promise<GatewayDesk> {
  const gateway = await startGateway({ effects, say });
  const lent = gateway.lend({ entry, tokens });
  return { gateway, url: lent.url, takeBack: () => lent.dispose() };
}

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request with exactly these headers, `Host` included, as a hostile caller may write it. */
export function callBare(
  url: string,
  headers: Readonly<Record<string, string>>,
  { method = 'POST', body = '' }: { readonly method?: string; readonly body?: string } = {},
): Promise<WireAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WireAnswer>();
  const sent = httpRequest(url, { method, headers, agent: false }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.once('error', reject);
    response.once('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
  });
  sent.once('error', reject);
  sent.end(body);
  return promise;
}

/** The protocol's own client library in the part of the editor, in the newest era or the one of VS Code. */
export async function connectEditor(
  { gateway, url }: GatewayDesk,
  mode: 'auto' | 'legacy' = 'legacy',
  heard: (notice: string) => void = () => undefined,
): Promise<Client> {
  const client = new Client({ name: 'editor', version: '1.0.0' }, { versionNegotiation: { mode } });
  client.fallbackNotificationHandler = async ({ method }) => heard(method);
  const requestInit = { headers: { Authorization: gateway.authorization } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  return client;
}
