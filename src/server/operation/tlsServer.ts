import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server, ServerOptions } from 'node:http';
import { createServer } from 'node:https';
import { createSecureContext } from 'node:tls';

/** Paths of a certificate chain and its key, both PEM. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** A certificate is looked at as often as this, in milliseconds. */
const LOOK_EVERY = 10_000;

/** Makes HTTPS servers by files that are read anew when they change. */
export interface TlsServers {
  create(options: ServerOptions): Server;
  /** Reads the files now; where they are not right, the certificate at hand stays. */
  reload(): void;
  close(): void;
}

/** Throws where the files cannot be read. */
export function createTlsServers(files: TlsFiles, report: (error: Error) => void): TlsServers {
  const read = () => ({ cert: readFileSync(files.certFile), key: readFileSync(files.keyFile) });
  const first = read();
  // Says now what is wrong with them.
  createSecureContext(first);
  const servers = new Set<ReturnType<typeof createServer>>();
  const reload = (): void => {
    try {
      const context = { ...read(), minVersion: 'TLSv1.2' } as const;
      for (const server of servers) server.setSecureContext(context);
    } catch (error) {
      report(new Error('the certificate stays as it was', { cause: error }));
    }
  };
  const paths = [files.certFile, files.keyFile];
  for (const path of paths) watchFile(path, { interval: LOOK_EVERY, persistent: false }, reload);
  return {
    create(options) {
      const server = createServer({ ...options, ...first, minVersion: 'TLSv1.2' });
      servers.add(server);
      return server;
    },
    reload,
    close() {
      for (const path of paths) unwatchFile(path, reload);
    },
  };
}
