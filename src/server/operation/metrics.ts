import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { TOOL } from '../../shared/names.ts';
import { callOf, statusOf } from '../http/requestLog.ts';
import { countCalls } from './countCalls.ts';

const TOOLS: ReadonlySet<string> = new Set(Object.values(TOOL).map((name) => `tools/call ${name}`));
const METHODS: ReadonlySet<string> = new Set([
  'initialize',
  'tools/list',
  'resources/read',
  'prompts/get',
  'subscriptions/listen',
]);

/** A call under a name out of a fixed set, since each name is kept for good. */
function labelOf(body: unknown): string {
  const call = callOf(body);
  if (call === undefined) return 'none';
  const [method = ''] = call.split(' ');
  return TOOLS.has(call) ? call : METHODS.has(method) ? method : 'other';
}

/** What is measured. */
export interface Metrics {
  readonly measure: RequestHandler;
  /** Counts calls by how they went. */
  readonly countCalls: RequestHandler;
  /** Counts a refusal; `reason` is out of a fixed set. */
  readonly countRefusal: (status: number, reason: string) => void;
  /** Counts a request that could not be read as far as its headers go, by the status of its answer. */
  readonly countUnread: (status: number) => void;
  /** Shows `count` under this name whenever the metrics are read. */
  readonly gauge: (name: string, help: string, count: () => number | Promise<number>) => void;
  /** The same for what only grows; the name ends in `_total`. */
  readonly counter: (name: string, help: string, total: () => number) => void;
  /** Answers with all of it. */
  readonly page: RequestHandler;
}

/** Makes the metrics of one server (Prometheus). */
export function createMetrics(monotonic: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'incident_desk_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'status', 'call'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'incident_desk_refusals_total',
    help: 'Requests that were refused, by status and kind of reason',
    labelNames: ['status', 'reason'],
    registers: [registry],
  });
  const unread = new Counter({
    name: 'incident_desk_unread_requests_total',
    help: 'Requests that could not be read as far as their headers go',
    labelNames: ['status'],
    registers: [registry],
  });
  return {
    countCalls: countCalls(registry),
    countRefusal: (status, reason) => refusals.inc({ status, reason }),
    countUnread: (status) => unread.inc({ status }),
    measure(request, response, next) {
      const started = monotonic();
      response.on('close', () => {
        const method = ['GET', 'POST', 'DELETE'].includes(request.method) ? request.method : 'other';
        const labels = { method, status: statusOf(response), call: labelOf(request.body) };
        durations.observe(labels, (monotonic() - started) / 1000);
      });
      next();
    },
    gauge(name, help, count) {
      registry.registerMetric(
        new Gauge({
          name,
          help,
          registers: [],
          async collect() {
            this.set(await count());
          },
        }),
      );
    },
    counter(name, help, total) {
      registry.registerMetric(
        new Counter({
          name,
          help,
          registers: [],
          collect() {
            this.reset();
            this.inc(total());
          },
        }),
      );
    },
    page(_request, response) {
      registry.metrics().then(
        (text) => response.set('Content-Type', registry.contentType).end(text),
        () => response.status(500).end(),
      );
    },
  };
}
