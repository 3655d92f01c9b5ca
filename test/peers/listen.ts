import { once } from 'node:events';
import type { Server } from 'node:http';

/** A server of the tests that listens on loopback. */
export interface Peer {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1, or on the one that it had before. Closing drops open connections. */
export async function listen(server: Server, path: string, port = 0): Promise<Peer> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  return {
    url: `http://127.0.0.1:${address.port}${path}`,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
