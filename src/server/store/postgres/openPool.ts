import { AsyncResource } from 'node:async_hooks';
import { Socket } from 'node:net';
import pg from 'pg';

/** Milliseconds within which a connection must come about. */
const CONNECT_LIMIT = 10_000;
/** A silent connection is asked after so many milliseconds whether it is there still: who listens says nothing himself. */
const ALIVE_AFTER = 30_000;
/** PostgreSQL is given up so many milliseconds after it should have ended a statement, where nothing is heard of it. */
export const LATER = 5000;
/** A connection that nobody uses is closed after so many milliseconds, at most. */
const IDLE_LIMIT = 10_000;

/** How long PostgreSQL may take. */
export interface PostgresLimits {
  /** Milliseconds of each statement, waiting for locks included; no limit where absent. */
  readonly callLimit?: number | undefined;
}

/** How a program that calls itself `name` connects to the database at `url`. */
export function connectionTo(url: string, name: string): pg.ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_LIMIT,
    keepAlive: true,
    keepAliveInitialDelayMillis: ALIVE_AFTER,
    application_name: name,
  };
}

/** The driver's own limit would leave a connection that fell silent among the others, for the next one to wait at. */
function socketThatGivesUp(silence: number): Socket {
  const socket = new Socket();
  return socket.setTimeout(silence, () => socket.destroy(new Error('PostgreSQL does not answer')));
}

function limitsOf({ callLimit }: PostgresLimits): pg.PoolConfig {
  if (callLimit === undefined) return {};
  return {
    statement_timeout: callLimit,
    stream: () => socketThatGivesUp(callLimit + LATER),
    idleTimeoutMillis: Math.min(IDLE_LIMIT, callLimit + LATER / 2),
  };
}

/**
 * Opens connections as they are needed. With limits they are for statements alone: one that is kept without any falls
 * silent. `report` takes errors of connections that nobody uses, which are made anew.
 */
export function openPool(config: pg.PoolConfig, report: (error: Error) => void, limits: PostgresLimits = {}): pg.Pool {
  const pool = new pg.Pool({ ...config, ...limitsOf(limits) });
  const program = config.application_name ?? 'unnamed';
  // Apart from the call for which the connection was once made.
  const lost = (cause: Error): void =>
    report(new Error(`an idle PostgreSQL connection (${program}) was lost`, { cause }));
  pool.on('error', AsyncResource.bind(lost));
  // One that is lost while it is used fails its query; unheard, the error would end the process.
  return pool.on('connect', (client) => client.on('error', () => undefined));
}
