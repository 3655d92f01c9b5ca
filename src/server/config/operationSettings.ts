import * as z from 'zod';
import { count, port, text, variable } from './fields.ts';

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** How the server is watched and what it bears. */
export const operationSettings = z.object({
  MCP_LOG_LEVEL: variable(
    z.enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')}` }).default('info'),
    'what is logged, as lines of JSON on the standard output: `debug`, `info`, `warn`, `error` or `silent`',
    '`info`',
  ),
  MCP_AUDIT_LOG: variable(
    text.default('-'),
    'file to which each authentication, refusal and change is appended; `-` writes them among the other lines',
    '`-`',
  ),
  MCP_RATE_PER_PERSON: variable(
    count(1, 1_000_000).default(600),
    'requests that one person may make in a minute',
    '`600`',
  ),
  MCP_RATE_PER_ADDRESS: variable(
    count(1, 1_000_000).default(1200),
    'requests that may come from one address in a minute',
    '`1200`',
  ),
  MCP_MAX_BODY_KIB: variable(count(1, 16_384).default(256), 'the largest request body, in KiB', '`256`'),
  MCP_REQUEST_TIMEOUT: variable(
    count(1, 600).default(30),
    'seconds within which a request must have arrived with its body; a slower one is answered 408',
    '`30`',
  ),
  MCP_MAX_SESSIONS: variable(
    count(1, 1_000_000).default(10_000),
    'sessions of clients of the 2025 protocol that this server holds at once',
    '`10000`',
  ),
  MCP_METRICS_PORT: variable(port.optional(), 'port of `/metrics`, apart from the other port', 'no metrics'),
  MCP_METRICS_HOST: variable(text.default('127.0.0.1'), 'address of the port for metrics', '`127.0.0.1`'),
  MCP_SHUTDOWN_TIMEOUT: variable(
    count(1, 600).default(10),
    'seconds that calls in flight may take after `SIGTERM`',
    '`10`',
  ),
  MCP_SHUTDOWN_DELAY: variable(
    count(0, 600).default(0),
    'seconds after `SIGTERM` in which calls are still taken while `/readyz` answers 503',
    '`0`',
  ),
});

/** How the server is watched, and limits in bytes and milliseconds. */
export function operationConfig(environment: z.infer<typeof operationSettings>) {
  const metricsPort = environment.MCP_METRICS_PORT;
  return {
    largestBody: environment.MCP_MAX_BODY_KIB * 1024,
    maxSessions: environment.MCP_MAX_SESSIONS,
    requestTimeout: environment.MCP_REQUEST_TIMEOUT * 1000,
    shutdown: { delay: environment.MCP_SHUTDOWN_DELAY * 1000, timeout: environment.MCP_SHUTDOWN_TIMEOUT * 1000 },
    operation: {
      logLevel: environment.MCP_LOG_LEVEL,
      auditLog: environment.MCP_AUDIT_LOG,
      rates: { person: environment.MCP_RATE_PER_PERSON, address: environment.MCP_RATE_PER_ADDRESS },
      ...(metricsPort !== undefined && { metrics: { host: environment.MCP_METRICS_HOST, port: metricsPort } }),
    },
  };
}
