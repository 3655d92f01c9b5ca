import type { Transaction } from 'kysely';
import type { Incident } from '../../shared/incident.ts';
import { TOOL } from '../../shared/names.ts';
import type { StoreDatabase, Tables } from './database.ts';
import { findRepeated, rememberCall, type RepeatableCall } from './idempotency.ts';
import { COLUMNS, completeIncident, parseRow } from './incidentRows.ts';
import type { Actor, NewIncident } from './incidentStore.ts';
import { insertIncidents } from './insertIncidents.ts';

/** A result, and whether anything was written for it. */
export interface Written {
  readonly incident: Incident;
  /** As it was, where it was changed. */
  readonly before?: Incident;
  readonly changed: boolean;
}

/** Numbers that are tried: somebody may have imported incidents with the next ones. */
const TRIES = 20;

async function rowBySeq(trx: Transaction<Tables>, seq: number): Promise<Incident> {
  const row = await trx.selectFrom('incidents').select(COLUMNS).where('seq', '=', seq).executeTakeFirstOrThrow();
  return completeIncident(trx, parseRow(row));
}

async function insertNumbered(
  database: StoreDatabase,
  trx: Transaction<Tables>,
  incident: Omit<Incident, 'id'>,
): Promise<{ readonly incident: Incident; readonly seq: number }> {
  for (let tried = 0; tried < TRIES; tried++) {
    const number = await database.nextNumber(trx);
    const numbered = { ...incident, id: `INC-${number}` };
    const seq = (await insertIncidents(trx, [numbered], number)).get(numbered.id);
    if (seq !== undefined) return { incident: numbered, seq };
  }
  throw new Error('no free id was found');
}

/** Stores a new incident, or finds the one that an earlier call with the same key made. */
export async function createIncident(
  database: StoreDatabase,
  given: NewIncident,
  by: { readonly actor: Actor; readonly key: string | undefined; readonly now: number },
): Promise<Written> {
  const { actor, key, now } = by;
  const call: RepeatableCall | undefined =
    key === undefined ? undefined : { actor, tool: TOOL.createIncident, key, arguments: given };
  const at = new Date(now).toISOString();
  const entry = { at, author: actor.subject, kind: 'created', text: 'Incident created.' } as const;
  const facts = { ...given, tags: [...given.tags], createdBy: actor.subject, createdAt: at, updatedAt: at };
  return database.transaction(async (trx) => {
    const repeated = call && (await findRepeated(trx, call, now));
    if (repeated !== undefined) return { incident: await rowBySeq(trx, repeated), changed: false };
    const { incident, seq } = await insertNumbered(database, trx, { ...facts, timeline: [entry] });
    if (call) await rememberCall(trx, call, seq, now);
    await database.tellOthers(trx, { kind: 'created', id: incident.id });
    return { incident, changed: true };
  });
}
