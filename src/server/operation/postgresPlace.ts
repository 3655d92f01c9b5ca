import * as z from 'zod';
import { asError } from '../asError.ts';
import { StartFailure } from './startFailure.ts';

const codeSchema = z.object({ code: z.string() });
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ENOTFOUND: 'there is no host of this name (DNS)',
  EAI_AGAIN: 'the name of the host cannot be looked up now (DNS)',
  ECONNRESET: 'it ended the connection',
  EHOSTUNREACH: 'no way leads to this host',
  ENETUNREACH: 'no way leads to this host',
};
/** The driver's own words for a connection that came to nothing. */
const DRIVER: Readonly<Record<string, string>> = {
  'Connection terminated unexpectedly': 'it ended the connection at once: is that a PostgreSQL?',
  'Connection terminated due to connection timeout': 'no answer in time',
  'timeout expired': 'no answer in time',
};

/** A PostgreSQL by host, port and name of the database. Never a password. */
export function postgresPlace(databaseUrl: string): string {
  const { hostname, port, pathname, searchParams } = new URL(databaseUrl);
  const host = hostname === '' ? (searchParams.get('host') ?? 'localhost') : hostname;
  return `PostgreSQL at ${host}:${port === '' ? '5432' : port}${pathname}`;
}

function problemOf(failure: unknown): string {
  const error = asError(failure);
  const { data } = codeSchema.safeParse(error);
  return (data && WORDS[data.code]) ?? DRIVER[error.message] ?? (error.message || 'it cannot be reached');
}

/** Runs a part of the start that needs the database; what it fails with says where that is. @throws StartFailure */
export async function blamingDatabase<T>(databaseUrl: string | undefined, start: () => Promise<T>): Promise<T> {
  if (databaseUrl === undefined) return start();
  try {
    return await start();
  } catch (error) {
    throw new StartFailure(`DATABASE_URL: ${postgresPlace(databaseUrl)}: ${problemOf(error)}`, { cause: error });
  }
}
