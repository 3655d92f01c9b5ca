import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from './database.ts';

/** The sessions of 2025-era clients and what they are subscribed to. */
export const sessionTables: Migration = {
  async up({ schema }: Kysely<Tables>) {
    await schema
      .createTable('sessions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('initialize', 'text', (column) => column.notNull())
      .addColumn('streams', 'integer', (column) => column.notNull())
      .addColumn('opened_at', 'bigint', (column) => column.notNull())
      .addColumn('last_used', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('sessions_owner').on('sessions').columns(['owner', 'last_used']).execute();
    await schema.createIndex('sessions_last_used').on('sessions').column('last_used').execute();
    await schema
      .createTable('session_subscriptions')
      .addColumn('session', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
      .addColumn('uri_hash', 'text', (column) => column.notNull())
      .addColumn('uri', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('session_subscriptions_key', ['session', 'uri_hash'])
      .execute();
  },
};
