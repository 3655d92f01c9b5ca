import * as z from 'zod/mini';
import type { Memory } from '../../core/oauth/discovery/resourceRefusals.ts';

const KEY = 'apiConsents';
const consentsSchema = z.record(z.string(), z.array(z.string()));

/** Which extensions may read from which servers, as the person said once. */
export interface ApiConsents {
  has(extensionId: string, serverId: string): boolean;
  give(extensionId: string, serverId: string): Promise<void>;
  /** Has every extension ask anew. */
  forget(): Promise<void>;
}

/** {@link ApiConsents} in the extension's own storage, which all windows share. */
export function createApiConsents(memory: Memory): ApiConsents {
  const read = () => consentsSchema.safeParse(memory.get(KEY)).data ?? {};
  return {
    has: (extensionId, serverId) => read()[extensionId]?.includes(serverId) === true,
    give: async (extensionId, serverId) => {
      const given = read();
      await memory.update(KEY, { ...given, [extensionId]: [...(given[extensionId] ?? []), serverId] });
    },
    forget: async () => memory.update(KEY, undefined),
  };
}
