import * as z from 'zod/mini';
import { isJsonObject } from '../../core/json.ts';
import type { JsonObject } from '../../core/mcp/connection.ts';
import type { RememberedServer, ServerMemory } from '../../core/mcp/serverMemory.ts';
import type { Memory } from '../../core/oauth/discovery/resourceRefusals.ts';

const KEY = 'knownServers';
/** Servers that are remembered at most; those that were met longest ago are forgotten. */
const KEPT = 30;
/** Milliseconds after which a server is asked anew what it speaks. */
const GOOD_FOR = 7 * 24 * 60 * 60 * 1000;
/** Characters that one server may take: what is remembered is read at each start. */
const SIZE = 100_000;

const json = z.custom<JsonObject>((value) => isJsonObject(value));
const toolSchema = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  icons: z.array(z.object({ src: z.string(), mimeType: z.string(), theme: z.optional(z.enum(['light', 'dark'])) })),
  inputSchema: json,
  outputSchema: z.optional(json),
  destructive: z.boolean(),
  readOnly: z.boolean(),
});
const knownSchema = z.object({
  account: z.string(),
  at: z.number(),
  handshake: z.union([
    z.object({ kind: z.literal('legacy'), server: z.optional(z.string()) }),
    z.object({ kind: z.literal('modern'), discover: json }),
  ]),
  tools: z.array(toolSchema),
});
const listSchema = z.record(z.string(), z.unknown());

/** What a {@link ServerMemory} of the editor needs. */
export interface ServerMemoryOptions {
  readonly memory: Memory;
  readonly serverId: string;
  /** Who uses the server now; what was learned for another account is not used. */
  readonly account: () => Promise<string | undefined>;
  readonly now: () => number;
}

/** Remembers a server in the extension's own storage, so that the next start need not ask it what it is. */
export function createServerMemory({ memory, serverId, account, now }: ServerMemoryOptions): ServerMemory {
  const list = (): Record<string, unknown> => listSchema.safeParse(memory.get(KEY)).data ?? {};
  return {
    recall: async () => {
      const known = knownSchema.safeParse(list()[serverId]).data;
      if (!known || now() - known.at > GOOD_FOR || known.account !== (await account())) return undefined;
      return withoutUndefined(known);
    },
    remember: async (server) => {
      const user = await account();
      const known = { ...server, account: user, at: now() };
      if (user === undefined || JSON.stringify(known).length > SIZE) return;
      const others = Object.entries(list()).filter(([id]) => id !== serverId);
      await memory.update(KEY, Object.fromEntries([...others, [serverId, known]].slice(-KEPT)));
    },
  };
}

function withoutUndefined({ handshake, tools }: z.infer<typeof knownSchema>): RememberedServer {
  return {
    handshake:
      handshake.kind === 'modern'
        ? handshake
        : { kind: 'legacy', ...(handshake.server === undefined ? {} : { server: handshake.server }) },
    tools: tools.map(({ icons, outputSchema, ...tool }) => ({
      ...tool,
      ...(outputSchema ? { outputSchema } : {}),
      icons: icons.map(({ theme, ...icon }) => ({ ...icon, ...(theme ? { theme } : {}) })),
    })),
  };
}
