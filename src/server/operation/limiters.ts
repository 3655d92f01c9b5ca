import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible';

/** Makes what counts `points` for each key within `duration` seconds. */
export type CreateLimiter = (options: {
  /** Tells the keys of one limiter from those of another. */
  readonly name: string;
  readonly points: number;
  readonly duration: number;
}) => RateLimiterAbstract;

/** Counts in this process alone. */
export const createMemoryLimiter: CreateLimiter = ({ name, points, duration }) =>
  new RateLimiterMemory({ keyPrefix: name, points, duration });

/** Where is counted. */
export interface Limiters {
  readonly create: CreateLimiter;
  close(): Promise<void>;
}

/** Counts in the PostgreSQL that several processes share, where there is one. Throws where it cannot be reached. */
export async function openLimiters(databaseUrl: string | undefined, report: (error: Error) => void): Promise<Limiters> {
  if (databaseUrl === undefined) return { create: createMemoryLimiter, close: async () => undefined };
  const { openPostgresLimiters } = await import('./postgresLimiters.ts');
  return openPostgresLimiters(databaseUrl, report);
}
