import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  PromptListChangedNotificationSchema,
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { Subscription } from '../../../src/core/effects.ts';
import { changeStreams } from './changeStreams.ts';
import { connectTo, realEffects } from './connectTo.ts';
import { steeredTokens } from './tokenSource.ts';
import { until } from './until.ts';

/** A client that hears of changes. */
export interface Subscriber {
  readonly protocolVersion: string | undefined;
  /** Addresses of changed resources and names of changed lists, as they came. */
  readonly heard: string[];
  subscribe(uri: string): Promise<void>;
  unsubscribe(uri: string): Promise<void>;
  close(): Promise<void>;
}

/** The library's first line, which speaks 2025-11-25. */
export async function subscribeV1(url: string, token: string): Promise<Subscriber> {
  const heard: string[] = [];
  const streams = changeStreams();
  const headers = { authorization: `Bearer ${token}` };
  const transport = new TransportV1(new URL(url), { requestInit: { headers }, fetch: streams.fetch });
  const client = new ClientV1({ name: 'test', version: '1.0.0' });
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void heard.push(params.uri));
  client.setNotificationHandler(ResourceListChangedNotificationSchema, () => void heard.push('resources'));
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => void heard.push('tools'));
  client.setNotificationHandler(PromptListChangedNotificationSchema, () => void heard.push('prompts'));
  await client.connect(transport);
  await until(() => streams.stands((request) => request === ''), 'the session has its stream');
  return {
    protocolVersion: transport.protocolVersion,
    heard,
    subscribe: async (uri) => {
      await client.subscribeResource({ uri });
    },
    unsubscribe: async (uri) => {
      await client.unsubscribeResource({ uri });
    },
    close: async () => {
      await transport.terminateSession();
      await client.close();
    },
  };
}

/** Our own client, which speaks 2026-07-28 where the server does. */
export async function subscribeOurs(url: string, token: string): Promise<Subscriber> {
  const heard: string[] = [];
  const streams = changeStreams();
  const effects = { ...realEffects(), fetch: streams.fetch };
  const connection = await connectTo(url, { tokens: steeredTokens(token), effects });
  const watched = new Map<string, Subscription>();
  connection.onDidChange((change) => void heard.push(change.kind === 'contents' ? change.uri : change.kind));
  const names = (uri: string) => (request: string) => request.includes(JSON.stringify(uri));
  await until(() => streams.stands(() => true), 'it has a stream');
  return {
    protocolVersion: connection.protocolVersion,
    heard,
    subscribe: async (uri) => {
      watched.set(uri, connection.watchResource(uri));
      await until(() => streams.stands(names(uri)), `it watches ${uri}`);
    },
    unsubscribe: async (uri) => {
      watched.get(uri)?.dispose();
      await until(() => !streams.stands(names(uri)), `it no longer watches ${uri}`);
    },
    close: () => connection.close(),
  };
}
