import type { ColumnType, Generated, Kysely } from 'kysely';

/** Seconds since 1970; some databases give large numbers as texts. */
type Instant = ColumnType<number | string | null, number | null, number | null>;

/** One kept thing: a client, a code, a grant, a refresh token, a sign-in under way. */
interface ProxyRecord {
  readonly model: string;
  /** Blinded, as are `grant_key` and `lookup`. */
  readonly id: string;
  /** The content, encrypted. */
  readonly sealed: string;
  /** The grant that it dies with. */
  readonly grant_key: string | null;
  readonly lookup: string | null;
  /** The first use. */
  readonly consumed_at: Instant;
  /** The end, after which the record is as good as gone. */
  readonly expires_at: Instant;
  /** Grows with each change of the content, so that of two writers one notices; use and end leave it as it is. */
  readonly version: Generated<number>;
}

/** The tables of the proxy. */
export interface ProxyTables {
  readonly proxy_record: ProxyRecord;
}

/** Makes the tables where they are missing. */
export async function createProxyTables(database: Kysely<ProxyTables>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('proxy_record')
    .ifNotExists()
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('grant_key', 'text')
    .addColumn('lookup', 'text')
    .addColumn('consumed_at', 'bigint')
    .addColumn('expires_at', 'bigint')
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .addPrimaryKeyConstraint('proxy_record_key', ['model', 'id'])
    .execute();
  const indexes = { proxy_record_grant: ['grant_key'], proxy_record_lookup: ['model', 'lookup'] } as const;
  for (const [name, columns] of Object.entries(indexes)) {
    await schema
      .createIndex(name)
      .ifNotExists()
      .on('proxy_record')
      .columns([...columns])
      .execute();
  }
  await schema.createIndex('proxy_record_end').ifNotExists().on('proxy_record').column('expires_at').execute();
}
