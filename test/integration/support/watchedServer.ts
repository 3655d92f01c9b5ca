import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { configuredHosts } from '../../../src/server/http/allowedHosts.ts';
import { urlHost } from '../../../src/server/http/urlHost.ts';
import { createOperation, type OperationSettings } from '../../../src/server/operation/createOperation.ts';
import { type RunningServer, type ServerConfig, startServer } from '../../../src/server/startServer.ts';

const lineSchema = z.object({ audit: z.record(z.string(), z.unknown()) });

/** A server that is watched as a team's is, with its audit log in a file. */
export interface WatchedServer extends RunningServer {
  /** The audit log as it is now. */
  readonly audited: () => readonly Record<string, unknown>[];
  readonly auditText: () => string;
  readonly metricsUrl: string;
}

/** Starts one, whose metrics are at `metricsHost`. */
export async function startWatchedServer(
  config: ServerConfig,
  rates: OperationSettings['rates'] = { person: 10_000, address: 10_000 },
  metricsHost = '127.0.0.1',
): Promise<WatchedServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'incident-desk-watched-'));
  const auditLog = path.join(folder, 'audit.log');
  const metrics = { host: metricsHost, port: 0 };
  const names = configuredHosts(config);
  const operation = await createOperation({ logLevel: 'silent', auditLog, rates, metrics, names }, config.now);
  const server = await startServer({ ...config, operation: operation.server });
  const auditText = (): string => readFileSync(auditLog, 'utf8');
  return {
    ...server,
    auditText,
    audited: () =>
      auditText()
        .split('\n')
        .filter(Boolean)
        .map((line) => lineSchema.parse(JSON.parse(line)).audit),
    metricsUrl: `http://${urlHost(metricsHost)}:${operation.metricsPort ?? 0}/metrics`,
    async close() {
      await server.close();
      await operation.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
