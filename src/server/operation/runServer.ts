import type { EnvironmentConfig } from '../config/readConfig.ts';
import { configuredHosts } from '../http/allowedHosts.ts';
import type { ProxySettings } from '../proxy/proxySettings.ts';
import { startServer } from '../startServer.ts';
import { createOperation } from './createOperation.ts';
import { openLimiters } from './limiters.ts';
import { countIncidents, findIncidents } from './openIncidents.ts';
import { requireFolder } from './ownFile.ts';
import { blaming } from './startFailure.ts';
import { createTlsServers } from './tlsServer.ts';

/** Milliseconds that PostgreSQL may take for a statement of a call, waiting for locks included. */
const CALL_LIMIT = 30_000;

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
  if (settings.auditLog !== '-') requireFolder('MCP_AUDIT_LOG', settings.auditLog);
  if (proxy !== undefined && proxy.databaseUrl === undefined && proxy.databasePath !== ':memory:') {
    requireFolder('MCP_PROXY_DB', proxy.databasePath);
  }
  const log = (error: Error): void => operation.report(error);
  const limiters = await blaming('DATABASE_URL', () => openLimiters(config.databaseUrl, log));
  const operation = await createOperation({ ...settings, names: configuredHosts(rest) }, Date.now, limiters.create);
  const tls =
    files && (await blaming('MCP_TLS_CERT_FILE, MCP_TLS_KEY_FILE', () => createTlsServers(files, operation.report)));
  const place = findIncidents(rest, CALL_LIMIT);
  const server = await startServer({
    ...rest,
    openDatabase: place.open,
    operation: operation.server,
    ...(proxy && {
      proxy: async (around) =>
        (await import('../proxy/createProxy.ts')).createProxy(proxy, { ...around, createLimiter: limiters.create }),
    }),
    ...(tls !== undefined && { createTlsServer: (options) => tls.create(options) }),
  });
  const found = place.isNew ? 'new database' : await countIncidents(server.store);
  operation.info(
    `Incident Desk server at ${config.resource ?? server.url}, listening on ${server.origin}, ` +
      `tokens of ${config.issuer}, incidents in ${place.name} (${found})`,
  );
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
