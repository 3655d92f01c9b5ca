import { once } from 'node:events';
import type { Server } from 'node:http';
import { promisify } from 'node:util';

/** Listens, on loopback unless told; `port` 0 takes a free one. Closing also ends connections that are kept alive. */
export async function listen(
  server: Server,
  port: number,
  host = '127.0.0.1',
): Promise<{ port: number; close: () => Promise<void> }> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return {
    port: address.port,
    close: async () => {
      const closed = promisify(server.close.bind(server))();
      server.closeAllConnections();
      await closed;
    },
  };
}
