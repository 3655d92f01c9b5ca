import * as z from 'zod';
import { count, text, variable } from './fields.ts';

/** Environment variables that say where incidents are kept. */
export const storeSettings = z.object({
  INCIDENTS_DB: variable(
    text.default('incidents.db'),
    'path of its SQLite file, which is made in a folder that is there',
    '`incidents.db`',
  ),
  DATABASE_URL: variable(
    text
      .refine(
        (given) => /^postgres(?:ql)?:\/\//.test(given) && URL.canParse(given),
        'must be the address of a PostgreSQL database, such as postgres://user:password@host:5432/incidents',
      )
      .optional(),
    'PostgreSQL database in place of the file; any number of servers may share it',
  ),
  DATABASE_TIMEOUT: variable(
    count(1, 600).default(30),
    'seconds that PostgreSQL may take for a statement of a call, waiting for locks included',
    '`30`',
  ),
});

/** Where incidents are kept. */
export interface StoreConfig {
  /** SQLite file. */
  readonly databasePath?: string;
  /** PostgreSQL database, instead of the file. */
  readonly databaseUrl?: string;
  /** Milliseconds that PostgreSQL may take for a statement of a call; an import may take any time. */
  readonly databaseTimeout?: number;
}

/** The configuration that the variables say. */
export function storeConfig(environment: z.infer<typeof storeSettings>): StoreConfig {
  const { INCIDENTS_DB: databasePath, DATABASE_URL: databaseUrl } = environment;
  const databaseTimeout = environment.DATABASE_TIMEOUT * 1000;
  return { databasePath, databaseTimeout, ...(databaseUrl !== undefined && { databaseUrl }) };
}
