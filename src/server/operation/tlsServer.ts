import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server, ServerOptions } from 'node:http';
import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import { createSecureContext } from 'node:tls';

/** Paths of a certificate chain and its key, both PEM. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** A certificate is looked at as often as this, in milliseconds, unless told. */
const LOOK_EVERY = 10_000;

/** Makes HTTPS servers by files that are read anew when they change. */
export interface TlsServers {
  create(options: ServerOptions): Server;
  /** Reads the files now; where they are not right, the certificate at hand stays. */
  reload(): void;
  close(): void;
}

/** Who hears of what becomes of the files, and how often these are looked at. */
export interface TlsWatch {
  readonly report: (error: Error) => void;
  /** Hears of a new certificate in words. */
  readonly taken?: (message: string) => void;
  /** In milliseconds. */
  readonly lookEvery?: number;
}

/** Takes a new certificate over without a restart. Throws where the files cannot be read. */
export function createTlsServers(
  files: TlsFiles,
  { report, taken = () => undefined, lookEvery = LOOK_EVERY }: TlsWatch,
): TlsServers {
  const read = () => ({ cert: readFileSync(files.certFile), key: readFileSync(files.keyFile) });
  const first = read();
  // Says now what is wrong with them.
  createSecureContext(first);
  let shown = first.cert;
  const servers = new Set<ReturnType<typeof createServer>>();
  const reload = (): void => {
    try {
      const context = { ...read(), minVersion: 'TLSv1.2' } as const;
      for (const server of servers) server.setSecureContext(context);
      if (shown.equals(context.cert)) return;
      shown = context.cert;
      taken(`new certificate taken over from ${files.certFile}, good until ${new X509Certificate(shown).validTo}`);
    } catch (error) {
      report(new Error('the certificate stays as it was', { cause: error }));
    }
  };
  const paths = [files.certFile, files.keyFile];
  for (const path of paths) watchFile(path, { interval: lookEvery, persistent: false }, reload);
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
