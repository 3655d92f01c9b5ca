import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import * as z from 'zod';

/** A way to PostgreSQL on which connections can fall silent, as behind a firewall that forgot them. */
export interface ForgetfulWay {
  /** The address of the database by this way. */
  readonly url: string;
  /** Lets everything get lost from now on that goes over the connections that are open. */
  forget(): void;
  close(): Promise<void>;
}

/** Opens one to the database at `url`. */
export async function openForgetfulWay(url: string): Promise<ForgetfulWay> {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(Number(port), hostname);
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      open.add(from);
      from.on('error', () => to.destroy()).on('close', () => open.delete(from));
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const way = new URL(url);
  way.port = String(z.object({ port: z.number() }).parse(server.address()).port);
  return {
    url: way.href,
    forget() {
      for (const socket of open) socket.unpipe().resume();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
