import type { Client } from '@modelcontextprotocol/client';
import type { Listen, Subscription } from '../../effects.ts';
import { unlessAborted } from '../../unlessAborted.ts';

/** A folder that the person works in. */
export interface Root {
  /** A `file:` address. */
  readonly uri: string;
  readonly name: string;
}

/** The folders that a server may know of. */
export interface Roots {
  list(signal: AbortSignal): Promise<readonly Root[]>;
  /** Fires when there are others. */
  readonly onDidChange: Listen<void>;
}

/** Tells a server of the folders when it asks (`roots/list`); none but `file:` addresses. */
export function answerRoots(client: Client, folders: Roots): void {
  client.setRequestHandler('roots/list', async (_request, { mcpReq }) => {
    const roots = await unlessAborted(folders.list(mcpReq.signal), mcpReq.signal);
    return { roots: roots.filter(({ uri }) => uri.startsWith('file://')).map(({ uri, name }) => ({ uri, name })) };
  });
}

/** Tells a server of 2025-11-25 that the folders changed. Later ones ask anew in each call. */
export function tellOfRoots(client: Client, { onDidChange }: Roots): Subscription {
  return onDidChange(() => {
    if (client.getProtocolEra() !== 'modern')
      void client.notification({ method: 'notifications/roots/list_changed' }).catch(() => undefined);
  });
}
