import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { type Actor, RefusedRequest } from './incidentStore.ts';

/** For how long a key is remembered, in milliseconds. */
const KEPT_FOR = 24 * 60 * 60 * 1000;

/** A call that its caller may repeat. */
export interface RepeatableCall {
  readonly actor: Actor;
  readonly tool: string;
  readonly key: string;
  readonly arguments: unknown;
}

const usedSchema = z.object({ arguments: z.string(), incident: z.number() });

function argumentsHash(call: RepeatableCall): string {
  return createHash('sha256').update(JSON.stringify(call.arguments)).digest('base64url');
}

/**
 * The row of the incident that an earlier call with the same key made; undefined for a new key.
 * @throws RefusedRequest where the arguments differ
 */
export function findRepeated(database: DatabaseSync, call: RepeatableCall, now: number): number | undefined {
  database.prepare('DELETE FROM idempotency WHERE at < ?').run(new Date(now - KEPT_FOR).toISOString());
  const row = database
    .prepare('SELECT arguments, incident FROM idempotency WHERE subject = ? AND client = ? AND tool = ? AND key = ?')
    .get(call.actor.subject, call.actor.clientId, call.tool, call.key);
  if (row === undefined) return undefined;
  const used = usedSchema.parse(row);
  if (used.arguments === argumentsHash(call)) return used.incident;
  throw new RefusedRequest('This idempotencyKey was used with other arguments. Use a new key for a new call.');
}

/** Remembers that `call` made the incident in row `seq`. */
export function rememberCall(database: DatabaseSync, call: RepeatableCall, seq: number, now: number): void {
  database
    .prepare(
      'INSERT INTO idempotency (subject, client, tool, key, arguments, incident, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      call.actor.subject,
      call.actor.clientId,
      call.tool,
      call.key,
      argumentsHash(call),
      seq,
      new Date(now).toISOString(),
    );
}
