import type { ServerClient } from '../../core/mcp/serverClient.ts';
import { itemReference } from './itemReference.ts';
import type { ServerRegistry } from './serverRegistry.ts';

/** The server that the argument of a command names, by its id or by a row; undefined where it names none. */
export function namedServer(argument: unknown, registry: Pick<ServerRegistry, 'get'>): ServerClient | undefined {
  const id = typeof argument === 'string' ? argument : itemReference(argument)?.serverId;
  return id === undefined ? undefined : registry.get(id);
}
