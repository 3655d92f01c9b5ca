import * as z from 'zod/mini';
import type { LearnedIssuers } from '../../../core/oauth/callbacks/redirectUris.ts';
import type { Memory } from '../../../core/oauth/discovery/resourceRefusals.ts';

const LEARNED_KEY = 'learnedIssuers';
const CHOSEN_KEY = 'chosenIssuers';
const issuersSchema = z.record(z.string(), z.string());

/** Which issuer each server was found to sign in at, and which one the person chose of several. Both by server id. */
export interface IssuerMemory {
  learned(): LearnedIssuers;
  learn(serverId: string, issuer: string): Promise<void>;
  chosen(serverId: string): string | undefined;
  choose(serverId: string, issuer: string): Promise<void>;
}

/** An {@link IssuerMemory} in the extension's own storage, which all windows share. */
export function createIssuerMemory(memory: Memory): IssuerMemory {
  const read = (key: string): Readonly<Record<string, string>> => issuersSchema.safeParse(memory.get(key)).data ?? {};
  const keep = async (key: string, serverId: string, issuer: string): Promise<void> => {
    if (read(key)[serverId] !== issuer) await memory.update(key, { ...read(key), [serverId]: issuer });
  };
  return {
    learned: () => new Map(Object.entries(read(LEARNED_KEY))),
    learn: (serverId, issuer) => keep(LEARNED_KEY, serverId, issuer),
    chosen: (serverId) => read(CHOSEN_KEY)[serverId],
    choose: (serverId, issuer) => keep(CHOSEN_KEY, serverId, issuer),
  };
}
