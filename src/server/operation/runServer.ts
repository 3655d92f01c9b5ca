import type { EnvironmentConfig } from '../config/readConfig.ts';
import type { ProxySettings } from '../proxy/proxySettings.ts';
import { startServer } from '../startServer.ts';
import { openStoreDatabase } from '../store/openStoreDatabase.ts';
import { createOperation } from './createOperation.ts';
import { openLimiters } from './limiters.ts';
import { blaming } from './startFailure.ts';
import { createTlsServers } from './tlsServer.ts';

/** A server with everything that watches it. */
export interface WatchedServer {
  /** Reads the certificate anew, and goes on in log files that were moved away. */
  readonly reload: () => void;
  /** Finishes calls in flight. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the server with log, audit log, limits and metrics, and with the authorization server of `proxy`. Throws where
 * something that it needs is not there.
 */
export async function runServer(config: EnvironmentConfig, proxy?: ProxySettings): Promise<WatchedServer> {
  const { tls: files, operation: settings, ...rest } = config;
  const log = (error: Error): void => operation.report(error);
  const limiters = await blaming('DATABASE_URL', () => openLimiters(config.databaseUrl, log));
  const operation = await createOperation(settings, Date.now, limiters.create);
  const tls =
    files && (await blaming('MCP_TLS_CERT_FILE, MCP_TLS_KEY_FILE', () => createTlsServers(files, operation.report)));
  const server = await startServer({
    ...rest,
    openDatabase: (report) => openStoreDatabase(rest, report),
    operation: operation.server,
    ...(proxy && {
      proxy: async (around) =>
        (await import('../proxy/createProxy.ts')).createProxy(proxy, { ...around, createLimiter: limiters.create }),
    }),
    ...(tls !== undefined && { createTlsServer: (options) => tls.create(options) }),
  });
  operation.info(`Incident Desk server at ${server.url}, tokens of ${config.issuer}`);
  return {
    reload() {
      tls?.reload();
      operation.reopenLogs();
    },
    async close() {
      operation.info('Incident Desk server stops: calls in flight are finished');
      await server.close();
      tls?.close();
      await limiters.close();
      await operation.close();
    },
  };
}
