import { kindOfRefusal } from '../http/refusalKind.ts';
import type { ServerOperation } from '../http/serverOperation.ts';
import { monotonic as passed } from '../monotonic.ts';
import { openAuditLog } from './audit.ts';
import { auditRequests } from './auditRequests.ts';
import { auditStore } from './auditStore.ts';
import { countRefusals } from './countRefusals.ts';
import { createLog } from './createLog.ts';
import { logRequests } from './logRequests.ts';
import { createMetrics } from './metrics.ts';
import { limitFailures } from './limitFailures.ts';
import { type CreateLimiter, createMemoryLimiter } from './limiters.ts';
import { LineWriter } from './lineWriter.ts';
import { type MetricsPlace, openMetricsPort } from './metricsPort.ts';
import { limitByAddress, limitByPerson } from './rateLimits.ts';
import { reportFailures } from './reportFailures.ts';
import { blaming } from './startFailure.ts';

/** Of the requests of an address, one in so many may bring a token that is no good. */
const FAILED_SHARE = 4;

/** How a server is watched. */
export interface OperationSettings {
  readonly logLevel: string;
  /** A file, or `-` for the standard output. */
  readonly auditLog: string;
  /** Requests in a minute. */
  readonly rates: { readonly person: number; readonly address: number };
  readonly metrics?: MetricsPlace;
  /** Names by which the metrics may be asked for, beside those of this machine and of the address where they are. */
  readonly names?: readonly string[];
}

/** What watches a server. */
export interface Operation {
  readonly server: ServerOperation;
  readonly info: (message: string) => void;
  readonly report: (error: Error) => void;
  readonly reopenLogs: () => void;
  /** Where the metrics are served. */
  readonly metricsPort: number | undefined;
  readonly close: () => Promise<void>;
}

/** Sets up log, audit log, limits and metrics. Throws where a file cannot be written or a port is taken. */
export async function createOperation(
  settings: OperationSettings,
  given: {
    readonly createLimiter?: CreateLimiter;
    readonly now?: () => number;
    readonly monotonic?: () => number;
  } = {},
): Promise<Operation> {
  const { createLimiter = createMemoryLimiter, now = Date.now, monotonic = passed } = given;
  const output = new LineWriter('the log on the standard output');
  const log = createLog(settings.logLevel, output);
  const auditLog = await blaming('MCP_AUDIT_LOG', () => openAuditLog(settings.auditLog, output));
  const { audit } = auditLog;
  const metrics = createMetrics(monotonic);
  const { report, close: endReports } = reportFailures(log, now);
  metrics.counter('incident_desk_audit_lines_lost_total', 'Lines of the audit log that were lost', auditLog.lostLines);
  metrics.gauge(
    'incident_desk_audit_lines_kept_back',
    'Lines of the audit log that wait, since they cannot be written',
    auditLog.waitingLines,
  );
  const { metrics: place } = settings;
  const refusals = countRefusals(log, audit, now);
  const refused: ServerOperation['refused'] = (request) => {
    metrics.countUnread(request.status);
    metrics.countRefusal(request.status, kindOfRefusal(request.reason));
    refusals.audit({ event: 'refusal', ...request });
  };
  const auditing = auditRequests(audit, { isTold: refusals.isTold, count: metrics.countRefusal }, monotonic);
  const parts = { page: metrics.page, names: settings.names ?? [], observe: auditing, refused };
  const listening = place && (await blaming('MCP_METRICS_PORT, MCP_METRICS_HOST', () => openMetricsPort(place, parts)));
  return {
    server: {
      observe: [metrics.measure, metrics.countCalls, auditing, logRequests(log, monotonic)],
      refused,
      limitAddress: limitByAddress(settings.rates.address),
      attempts: limitFailures(Math.ceil(settings.rates.address / FAILED_SHARE), createLimiter, monotonic),
      limitPerson: limitByPerson(settings.rates.person),
      watchStore: (store) => auditStore(store, audit),
      gauge: metrics.gauge,
      report,
      notice: (level, message) => log[level](message),
      audit: refusals.audit,
      isAudited: () => !auditLog.isFailing(),
    },
    info: (message) => log.info(message),
    report,
    reopenLogs: () => auditLog.reopen(),
    metricsPort: listening?.port,
    async close() {
      await listening?.close();
      refusals.close();
      endReports();
      auditLog.close();
      output.close();
    },
  };
}
