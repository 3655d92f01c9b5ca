import * as z from 'zod';
import { text, variable } from './fields.ts';

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
});

/** Where incidents are kept. */
export interface StoreConfig {
  /** SQLite file. */
  readonly databasePath?: string;
  /** PostgreSQL database, instead of the file. */
  readonly databaseUrl?: string;
}

/** The configuration that the variables say. */
export function storeConfig({ INCIDENTS_DB, DATABASE_URL }: z.infer<typeof storeSettings>): StoreConfig {
  return { databasePath: INCIDENTS_DB, ...(DATABASE_URL !== undefined && { databaseUrl: DATABASE_URL }) };
}
