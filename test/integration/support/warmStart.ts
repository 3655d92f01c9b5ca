import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient, TokenSource } from '../../../src/core/mcp/serverClient.ts';
import type { RememberedServer, ServerMemory } from '../../../src/core/mcp/serverMemory.ts';
import { entryFor, realEffects } from './connectTo.ts';

/** What a client remembers of one server for one account, beyond its own end. */
export interface KeptMemory extends ServerMemory {
  remembered: RememberedServer | undefined;
  /** Comes true at the next time that something is remembered. */
  learned(): Promise<void>;
}

/** A memory that a test reads and writes. */
export function keptMemory(): KeptMemory {
  let waiting = Promise.withResolvers<void>();
  const memory: KeptMemory = {
    remembered: undefined,
    recall: async () => memory.remembered,
    remember: async (server) => {
      memory.remembered = server;
      waiting.resolve();
      waiting = Promise.withResolvers<void>();
    },
    learned: () => waiting.promise,
  };
  return memory;
}

/** A client as a window has it from its start, and what it posted. */
export interface StartedClient {
  readonly client: ServerClient;
  /** JSON-RPC methods of the POSTs so far, in their order. */
  readonly posts: readonly string[];
}

const methodSchema = z.object({ method: z.string() });

/** A window's client of a server, which has not been used yet. */
export function startClient(url: string, tokens: TokenSource, memory: ServerMemory): StartedClient {
  const posts: string[] = [];
  const watched: typeof fetch = (input, init) => {
    if (init?.method === 'POST' && typeof init.body === 'string') {
      posts.push(methodSchema.parse(JSON.parse(init.body)).method);
    }
    return fetch(input, init);
  };
  const effects = { ...realEffects(), fetch: watched };
  return {
    client: createServerClient({ entry: entryFor(url), tokens, effects, clientVersion: '1.2.3', memory }),
    posts,
  };
}

/** Lists the incidents with a client that has a memory, lets it learn, and gives the POSTs until the incidents came. */
export async function firstIncidents(
  { client, posts }: StartedClient,
  memory: KeptMemory,
): Promise<{ readonly ids: readonly string[]; readonly posts: readonly string[] }> {
  const learned = memory.learned();
  const { incidents } = await (await client.incidents()).list({});
  const until = [...posts];
  // Whatever it asks on the side, and the list itself, has been remembered by then.
  await Promise.race([learned, delay(5000, undefined, { ref: false })]);
  return { ids: incidents.map(({ id }) => id), posts: until };
}
