import type { Client } from '@modelcontextprotocol/client';
import type { Effects, Log } from '../effects.ts';
import { AppError, isAppError } from '../errors.ts';
import type { AppErrorCode } from '../errors.ts';
import { checkedAddress } from '../oauth/discovery/addressPolicy.ts';
import type { ServerEntry } from '../serverEntry.ts';
import { createBoundFetch } from './boundFetch.ts';
import { hearChanges } from './changes.ts';
import type { ServerChange } from './connection.ts';
import { failureOf, isDropped } from './failure.ts';
import type { Sdk } from './failure.ts';
import { handshakeOf, isSameHandshake, priorDiscovery } from './handshake.ts';
import type { Handshake } from './handshake.ts';
import { RECONNECTION_OPTIONS, Reconnections } from './reconnections.ts';
import { answerRequests, clientCapabilities, hearQuestions, keepTold } from './requests/serverRequests.ts';
import type { ServerRequests } from './requests/serverRequests.ts';
import { RequestStreams } from './requestStreams.ts';
import { tellGaps } from './standingStream.ts';
import type { TokenSource } from './serverClient.ts';
import { createTransportFetch } from './transportFetch.ts';

/** How long the parts of a connection may take, in milliseconds. */
export interface TimeLimits {
  readonly connect: number;
  /** Without an answer or a progress notice. */
  readonly call: number;
  /** However much progress is told. */
  readonly callInTotal: number;
  /** For the farewell that ends a session. */
  readonly close: number;
}

/** The limits of the product. */
export const TIME_LIMITS: TimeLimits = { connect: 20_000, call: 60_000, callInTotal: 900_000, close: 2_000 };

/** What opening a connection fails with where the server no longer speaks the protocol as it did. */
const MISJUDGED: readonly AppErrorCode[] = ['server_not_mcp', 'server_error', 'request_failed', 'answer_invalid'];

/** What a connection is made from. */
export interface LinkOptions {
  readonly entry: ServerEntry;
  readonly tokens: TokenSource;
  readonly effects: Effects;
  readonly clientVersion: string;
  readonly limits: TimeLimits;
  /** Answers what the server asks; without it the server is told that it cannot ask anything. */
  readonly requests?: ServerRequests;
  /** Hears what the server says of changes. */
  readonly onChange?: (change: ServerChange) => void;
  /** Hears that what the server said of changes may have been missed for a while. */
  readonly onGap?: () => void;
}

/** One MCP handshake's worth of connection: ends with its session. */
export interface Link {
  readonly sdk: Sdk;
  readonly client: Client;
  readonly log: Log;
  /** Whether the server gave it a session that it can forget. */
  readonly hasSession: boolean;
  /** What the next connection to the server need not ask. */
  readonly handshake: Handshake;
  /** Whether the handshake is an earlier one, which the server may not stand by any more. */
  readonly isAssumed: boolean;
  /** How often the server had the person, or a model, asked something over it. */
  readonly questions: () => number;
  close(): Promise<void>;
}

/**
 * Opens a connection and negotiates the protocol, a second time where the first broke, or where the server does not
 * stand by the earlier handshake that it was opened with. @throws AppError
 */
export async function openLink(options: LinkOptions, signal?: AbortSignal, earlier?: Handshake): Promise<Link> {
  try {
    const link = await openOnce(options, signal, earlier);
    const isNamed = link.isAssumed && earlier?.kind === 'legacy' && earlier.server !== undefined;
    if (!isNamed || isSameHandshake(earlier, link.handshake)) return link;
    // Nothing but a new version need have changed; it may speak the newer protocol by now.
    await link.close();
    return await openOnce(options, signal);
  } catch (error) {
    if (signal?.aborted || !(isDropped(error) || (earlier && isAppError(error, ...MISJUDGED)))) throw error;
    return openOnce(options, signal);
  }
}

async function openOnce(options: LinkOptions, signal?: AbortSignal, earlier?: Handshake): Promise<Link> {
  const { entry, effects, limits, requests = {}, onChange } = options;
  const url = checkedAddress(entry.url, true);
  const sdk = await import('@modelcontextprotocol/client');
  const { log } = effects;
  const reconnections = new Reconnections();
  const http = httpTransport(sdk, url, options, reconnections);
  const transport = new RequestStreams(http, {
    limit: limits.call,
    ...(requests.log ? { logLevel: () => requests.log?.level() } : {}),
  });
  const client = new sdk.Client(
    { name: 'incident-desk', title: 'Incident Desk', version: options.clientVersion },
    { versionNegotiation: { mode: 'auto' }, capabilities: clientCapabilities(requests) },
  );
  const prior = priorDiscovery(sdk, earlier);
  let asked = 0;
  const heard = hearQuestions(requests, () => (asked += 1));
  answerRequests(client, { sdk, entry, log, requests: heard });
  if (onChange) hearChanges(client, onChange);
  client.onclose = () => reconnections.clear();
  client.onerror = (error) => log.trace(`${entry.name}: ${error.name}`);
  const stop = (): void => void transport.close();
  try {
    if (signal?.aborted) throw new AppError('cancelled');
    signal?.addEventListener('abort', stop, { once: true });
    await client.connect(transport, {
      timeout: limits.connect,
      ...(signal ? { signal } : {}),
      ...(prior ? { prior } : {}),
    });
    if (signal?.aborted) throw new AppError('cancelled');
    const told = keepTold(client, requests, limits.call);
    client.onclose = () => {
      told.dispose();
      reconnections.clear();
    };
    const close = (): Promise<void> => farewell(client, http, limits.close);
    const hasSession = http.sessionId !== undefined;
    const handshake = handshakeOf(client);
    const isAssumed = prior !== undefined;
    return { sdk, client, log, hasSession, handshake, isAssumed, questions: () => asked, close };
  } catch (error) {
    await transport.close();
    throw failureOf(error, { sdk, entry, signal, method: 'connect' });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

type HttpTransport = InstanceType<Sdk['StreamableHTTPClientTransport']>;

function httpTransport(
  sdk: Sdk,
  url: URL,
  { entry, tokens, effects, onGap }: LinkOptions,
  reconnections: Reconnections,
): HttpTransport {
  const bound = createBoundFetch(effects.fetch);
  const { fetch, tokenOf } = createTransportFetch({ ...effects, fetch: bound.fetch }, entry.name);
  return new sdk.StreamableHTTPClientTransport(url, {
    fetch: onGap ? tellGaps(fetch, onGap) : fetch,
    reconnectionOptions: RECONNECTION_OPTIONS,
    reconnectionScheduler: reconnections.schedule,
    authProvider: {
      token: async () => bound.present(await tokens.token()),
      onUnauthorized: ({ response }) => tokens.replace(tokenOf(response)),
    },
    onInsufficientScope: 'throw',
    redirectPolicy: 'same-origin',
  });
}

/** Tells the server that its session is over, as long as that takes no longer than `limit` milliseconds. */
async function farewell(client: Client, http: HttpTransport, limit: number): Promise<void> {
  if (http.sessionId !== undefined) {
    const timer = setTimeout(() => void client.close(), limit);
    await http.terminateSession().catch(() => undefined);
    clearTimeout(timer);
  }
  await client.close();
}
