import path from 'node:path';
import { endsWithin } from '../endsWithin.ts';
import type { EnvironmentConfig } from '../config/readConfig.ts';
import { configuredHosts } from '../http/allowedHosts.ts';
import type { ProxySettings } from '../proxy/proxySettings.ts';
import { startServer } from '../startServer.ts';
import { createOperation } from './createOperation.ts';
import { openLimiters } from './limiters.ts';
import { countIncidents, findIncidents, type IncidentPlace } from './openIncidents.ts';
import { requireFolder } from './ownFile.ts';
import { blamingDatabase, postgresPlace } from './postgresPlace.ts';
import { blaming, checkAll } from './startFailure.ts';
import { checkTlsFiles } from './tlsFiles.ts';
import { createTlsServers } from './tlsServer.ts';

/** Milliseconds that closing may take after the calls in flight have ended. */
const CLOSE_LIMIT = 5000;

/** A server with everything that watches it. */
export interface WatchedServer {
  /** Reads the certificate anew, and goes on in log files that were moved away. */
  readonly reload: () => void;
  /** Finishes calls in flight. Takes no longer than these may, and 5 s more. */
  readonly close: () => Promise<void>;
}

/** Where the incidents are, once all files are looked at. @throws StartFailure with all that is wrong with them */
function checkedPlace(config: EnvironmentConfig, proxy: ProxySettings | undefined): IncidentPlace {
  const { tls, operation } = config;
  const hasProxyFile = proxy !== undefined && proxy.databaseUrl === undefined && proxy.databasePath !== ':memory:';
  return checkAll(
    [
      () => operation.auditLog === '-' || requireFolder('MCP_AUDIT_LOG', operation.auditLog),
      () => hasProxyFile && requireFolder('MCP_PROXY_DB', proxy.databasePath),
      () => tls && checkTlsFiles(tls),
    ],
    () => findIncidents(config, config.databaseTimeout),
  );
}

/** Whose tokens are taken; of a proxy where people sign in, and where it keeps that. */
function whoSignsIn(config: EnvironmentConfig, proxy: ProxySettings | undefined): string {
  if (proxy === undefined) return `tokens of ${config.issuer}`;
  const { databaseUrl, databasePath } = proxy;
  const file = databasePath === ':memory:' ? 'memory' : path.resolve(databasePath);
  const kept = databaseUrl === undefined ? file : postgresPlace(databaseUrl);
  return `signs people in at ${proxy.okta.issuer}, as an OAuth proxy, sign-ins in ${kept}`;
}

/**
 * Starts the server with log, audit log, limits and metrics, and with the authorization server of `proxy`. Throws where
 * something that it needs is not there. Logs `warnings`, and what it misses of an issuer that cannot be reached.
 */
export async function runServer(
  config: EnvironmentConfig,
  proxy?: ProxySettings,
  warnings: readonly string[] = [],
): Promise<WatchedServer> {
  const { tls: files, operation: settings, ...rest } = config;
  const place = checkedPlace(config, proxy);
  const log = (error: Error): void => operation.report(error);
  const limiters = await blamingDatabase(config.databaseUrl, () => openLimiters(config.databaseUrl, log));
  const operation = await createOperation(
    { ...settings, names: configuredHosts(rest) },
    { createLimiter: limiters.create },
  );
  const { report, info: taken } = operation;
  const tls =
    files && (await blaming('MCP_TLS_CERT_FILE, MCP_TLS_KEY_FILE', () => createTlsServers(files, { report, taken })));
  const server = await startServer({
    ...rest,
    openDatabase: place.open,
    operation: operation.server,
    ...(proxy && {
      proxy: async (around) =>
        (await import('../proxy/createProxy.ts')).createProxy(
          { ...proxy, ...(config.databaseTimeout !== undefined && { callLimit: config.databaseTimeout }) },
          { ...around, createLimiter: limiters.create },
        ),
    }),
    ...(tls !== undefined && { createTlsServer: (options) => tls.create(options) }),
  });
  const { delay, timeout } = config.shutdown;
  const closeParts = async (): Promise<void> => {
    await server.close();
    tls?.close();
    await limiters.close();
  };
  const found = place.isNew ? 'new database' : await countIncidents(server.store);
  operation.info(
    `Incident Desk server at ${config.resource ?? server.url}, listening on ${server.origin}, ` +
      `${whoSignsIn(config, proxy)}, incidents in ${place.name} (${found})`,
  );
  for (const warning of warnings) operation.server.notice('warn', warning);
  // Later, so that signals are heard from the first moment on.
  setImmediate(() => void server.lookAround().catch(operation.report));
  return {
    reload() {
      tls?.reload();
      operation.reopenLogs();
    },
    async close() {
      operation.info('Incident Desk server stops: calls in flight are finished');
      try {
        if (await endsWithin(delay + timeout + CLOSE_LIMIT, closeParts())) return;
        operation.server.notice('warn', 'not everything was closed in time: something does not answer any more');
      } finally {
        operation.info('Incident Desk server stopped');
        await operation.close();
      }
    },
  };
}
