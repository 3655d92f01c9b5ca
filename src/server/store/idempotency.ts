import { sha256Base64url } from '../sha256Base64url.ts';
import type { Database } from './database.ts';
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

function argumentsHash(call: RepeatableCall): string {
  return sha256Base64url(JSON.stringify(call.arguments));
}

/**
 * The row of the incident that an earlier call with the same key wrote; undefined for a new key.
 * @throws RefusedRequest where the arguments differ
 */
export async function findRepeated(db: Database, call: RepeatableCall, now: number): Promise<number | undefined> {
  await db
    .deleteFrom('idempotency')
    .where('at', '<', new Date(now - KEPT_FOR).toISOString())
    .execute();
  const used = await db
    .selectFrom('idempotency')
    .select(['arguments', 'incident'])
    .where('subject', '=', call.actor.subject)
    .where('client', '=', call.actor.clientId)
    .where('tool', '=', call.tool)
    .where('key', '=', call.key)
    .executeTakeFirst();
  if (used === undefined || used.arguments === argumentsHash(call)) return used?.incident;
  throw new RefusedRequest('This idempotencyKey was used with other arguments. Use a new key for a new call.');
}

/** Remembers that `call` wrote the incident in row `seq`; throws where somebody else has just used its key. */
export async function rememberCall(db: Database, call: RepeatableCall, seq: number, now: number): Promise<void> {
  const { actor, tool, key } = call;
  await db
    .insertInto('idempotency')
    .values({
      ...{ subject: actor.subject, client: actor.clientId, tool, key },
      ...{ arguments: argumentsHash(call), incident: seq, at: new Date(now).toISOString() },
    })
    .execute();
}
