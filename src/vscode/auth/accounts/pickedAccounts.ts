import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Memory } from '../../../core/oauth/discovery/resourceRefusals.ts';

const PICKED_KEY = 'pickedAccounts';
const pickedSchema = z.record(z.string(), z.object({ id: z.string(), label: z.string() }));

/** Which account the person uses for a server, by server id: VS Code remembers only one for all servers together. */
export interface PickedAccounts {
  get(serverId: string): vscode.AuthenticationSessionAccountInformation | undefined;
  pick(serverId: string, account: vscode.AuthenticationSessionAccountInformation): Promise<void>;
}

/** {@link PickedAccounts} in the extension's own storage, which all windows share. */
export function createPickedAccounts(memory: Memory): PickedAccounts {
  const read = () => pickedSchema.safeParse(memory.get(PICKED_KEY)).data ?? {};
  return {
    get: (serverId) => read()[serverId],
    pick: async (serverId, { id, label }) => {
      await memory.update(PICKED_KEY, { ...read(), [serverId]: { id, label } });
    },
  };
}
