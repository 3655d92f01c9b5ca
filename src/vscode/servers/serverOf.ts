import { AppError } from '../../core/errors.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import { chooseServer } from '../quickInput/chooseServer.ts';
import type { ItemReference } from './itemReference.ts';
import type { ServerRegistry } from './serverRegistry.ts';

/**
 * The server that a command's argument is about, else the one that the person picks under `placeHolder`.
 * @throws AppError `unknown_server`, `invalid_settings`, `no_servers`, `cancelled`
 */
export async function serverOf(
  registry: ServerRegistry,
  reference: ItemReference | undefined,
  placeHolder: string,
): Promise<ServerClient> {
  if (!reference) return chooseServer(registry, placeHolder);
  const client = registry.get(reference.serverId);
  if (!client) throw new AppError('unknown_server', { server: reference.serverId });
  return client;
}
