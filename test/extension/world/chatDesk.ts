import * as vscode from 'vscode';
import type { Effects } from '../../../src/core/effects.ts';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import { accountTokens } from '../../../src/vscode/auth/accounts/accountTokens.ts';
import type { SignedInAccount } from '../../../src/vscode/auth/accounts/signedInAccounts.ts';
import type { FaceOptions } from '../../../src/vscode/faceOptions.ts';
import type { World } from '../../integration/oauth/world.ts';

/** Real servers and sessions, as the chat gets them, with accounts that a test chooses. */
export interface ChatDesk {
  readonly world: World;
  readonly sessions: Sessions;
  readonly effects: Effects;
  readonly registry: FaceOptions['registry'];
  readonly accounts: { current(serverId: string): Promise<SignedInAccount | undefined> };
  readonly log: readonly string[];
  /** Sets up a server, and tells that the servers changed. */
  add(entry: ServerEntry): ServerClient;
  /** Signs in to a server. */
  signIn(client: ServerClient, person?: string): Promise<SignedInAccount>;
  signOut(client: ServerClient): Promise<void>;
  close(): Promise<void>;
}

/** Sets a {@link ChatDesk} up. */
export async function startChatDesk(): Promise<ChatDesk> {
  const { startWorld } = await import('./world.ts');
  const world = await startWorld();
  const log: string[] = [];
  const note = (line: string): void => void log.push(line);
  const effects: Effects = {
    fetch: (...request) => fetch(...request),
    now: world.effects.now,
    log: { trace: note, debug: note, info: note, warn: note, error: note },
  };
  const sessions = new Sessions({ secrets: world.secrets, directory: world.directory, effects });
  const changed = new vscode.EventEmitter<void>();
  const clients: ServerClient[] = [];
  const signedIn = new Map<string, SignedInAccount>();
  const accounts = { current: async (id: string) => signedIn.get(id) };
  return {
    ...{ world, sessions, effects, accounts, log },
    registry: {
      list: () => clients,
      get: (id) => clients.find((client) => client.id === id),
      onDidChange: changed.event,
    },
    add: (entry) => {
      const client = createServerClient({
        ...{ entry, effects, clientVersion: '0.0.0', tokens: accountTokens(entry, accounts, sessions) },
      });
      clients.push(client);
      changed.fire();
      return client;
    },
    signIn: async (client, person) => {
      const { id, account } = await sessions.add(await world.signIn(client.entry, person));
      const made = { id, label: account.label, account };
      signedIn.set(client.id, made);
      await client.reset();
      changed.fire();
      return made;
    },
    signOut: async (client) => {
      const account = signedIn.get(client.id);
      signedIn.delete(client.id);
      if (account) await sessions.remove(account.id);
      await client.reset();
      changed.fire();
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.reset()));
      sessions.dispose();
      changed.dispose();
      await world.close();
    },
  };
}
