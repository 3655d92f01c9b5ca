import * as z from 'zod';

/** Environment variables that say where incidents are kept. */
export const storeSettings = {
  INCIDENTS_DB: z.string().trim().min(1).default('incidents.db'),
  DATABASE_URL: z
    .string()
    .trim()
    .refine(
      (text) => /^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text),
      'must be the address of a PostgreSQL database, such as postgres://user:password@host:5432/incidents',
    )
    .optional(),
};
const schema = z.object(storeSettings);

/** Where incidents are kept. */
export interface StoreConfig {
  /** SQLite file. */
  readonly databasePath?: string;
  /** PostgreSQL database, instead of the file. */
  readonly databaseUrl?: string;
}

/** The configuration that the variables say. */
export function storeConfig({ INCIDENTS_DB, DATABASE_URL }: z.infer<typeof schema>): StoreConfig {
  return { databasePath: INCIDENTS_DB, ...(DATABASE_URL !== undefined && { databaseUrl: DATABASE_URL }) };
}

/** Reads only where incidents are kept. @throws Error that says what is wrong */
export function readStoreConfig(environment: Readonly<Record<string, string | undefined>>): StoreConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return storeConfig(parsed.data);
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
}
