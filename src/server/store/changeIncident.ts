import type { Transaction } from 'kysely';
import { type Incident, SEVERITIES, STATUSES } from '../../shared/incident.ts';
import { TOOL } from '../../shared/names.ts';
import type { Written } from './createIncident.ts';
import type { StoreDatabase, Tables } from './database.ts';
import { describeChange } from './describeChange.ts';
import { findRepeated, rememberCall, type RepeatableCall } from './idempotency.ts';
import { COLUMNS, completeIncident, findRow, type IncidentRow, parseRow, toIncident } from './incidentRows.ts';
import { type Actor, ChangedMeanwhile, type IncidentChange } from './incidentStore.ts';
import { insertEntries } from './insertIncidents.ts';
import { searchText } from './words.ts';

/** Now, but always later than the version before: the instant tells one version of an incident from the next. */
function instantAfter(before: IncidentRow, now: number): string {
  const last = Date.parse(before.updated_at);
  return new Date(Number.isNaN(last) ? now : Math.max(now, last + 1)).toISOString();
}

/** Who calls, and the key by which a repetition is known. */
interface Caller {
  readonly actor: Actor;
  readonly key: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Writes to an incident that nobody else writes to meanwhile, unless an earlier call with the same key did; undefined where
 * there is no such incident.
 */
async function writeOnce(
  database: StoreDatabase,
  id: string,
  { actor, key, now, tool, given }: Caller & { readonly tool: string; readonly given: object },
  write: (trx: Transaction<Tables>, row: IncidentRow) => Promise<Written>,
): Promise<Written | undefined> {
  return database.transaction(async (trx) => {
    await database.lockIncident(trx, id);
    const row = await findRow(trx, id);
    if (row === undefined) return undefined;
    const call: RepeatableCall | undefined =
      key === undefined ? undefined : { actor, tool, key, arguments: { id: row.id, ...given } };
    if (call && (await findRepeated(trx, call, now)) !== undefined) {
      return { incident: await completeIncident(trx, row), changed: false };
    }
    const written = await write(trx, row);
    if (call) await rememberCall(trx, call, row.seq, now);
    return written;
  });
}

async function writeChange(
  trx: Transaction<Tables>,
  before: IncidentRow,
  change: IncidentChange,
  at: string,
): Promise<IncidentRow> {
  const present = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: Incident = { ...toIncident(before, []), ...present };
  const row = await trx
    .updateTable('incidents')
    .set({
      title: after.title,
      description: after.description,
      severity: SEVERITIES.indexOf(after.severity),
      status: STATUSES.indexOf(after.status),
      service: after.service,
      assignee: after.assignee,
      tags: JSON.stringify(after.tags),
      search: searchText(after),
      updated_at: at,
    })
    .where('seq', '=', before.seq)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return parseRow(row);
}

/**
 * Writes a change of the version that was seen, unless an earlier call with the same key did; undefined where there is no
 * such incident.
 * @throws ChangedMeanwhile
 */
export async function changeIncident(
  database: StoreDatabase,
  id: string,
  change: IncidentChange,
  { seen, ...caller }: Caller & { readonly seen: string | undefined },
): Promise<Written | undefined> {
  const call = { ...caller, tool: TOOL.updateIncident, given: { ...change, seen } };
  return writeOnce(database, id, call, async (trx, row) => {
    if (seen !== undefined && Date.parse(seen) !== Date.parse(row.updated_at)) {
      throw new ChangedMeanwhile(await completeIncident(trx, row));
    }
    const text = describeChange(row, change).join(' ');
    if (text === '') return { incident: await completeIncident(trx, row), changed: false };
    const at = instantAfter(row, caller.now);
    const after = await writeChange(trx, row, change, at);
    await insertEntries(trx, [{ incident: row.seq, at, author: caller.actor.subject, kind: 'changed', text }]);
    await database.tellOthers(trx, { kind: 'changed', id: row.id });
    return { incident: await completeIncident(trx, after), before: toIncident(row, []), changed: true };
  });
}

/** Adds a note to a timeline, unless an earlier call with the same key did; undefined where there is no such incident. */
export async function addNote(
  database: StoreDatabase,
  id: string,
  text: string,
  caller: Caller,
): Promise<Written | undefined> {
  const call = { ...caller, tool: TOOL.addIncidentNote, given: { text } };
  return writeOnce(database, id, call, async (trx, row) => {
    const at = instantAfter(row, caller.now);
    await insertEntries(trx, [{ incident: row.seq, at, author: caller.actor.subject, kind: 'note', text }]);
    await trx.updateTable('incidents').set({ updated_at: at }).where('seq', '=', row.seq).execute();
    await database.tellOthers(trx, { kind: 'changed', id: row.id });
    return { incident: await completeIncident(trx, { ...row, updated_at: at }), changed: true };
  });
}
