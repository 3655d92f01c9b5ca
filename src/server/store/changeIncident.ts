import type { Transaction } from 'kysely';
import { type Incident, SEVERITIES, STATUSES } from '../../shared/incident.ts';
import { TOOL } from '../../shared/names.ts';
import type { Written } from './createIncident.ts';
import type { StoreDatabase, Tables } from './database.ts';
import { describeChange } from './describeChange.ts';
import { findRepeated, rememberCall, type RepeatableCall } from './idempotency.ts';
import { completeIncident, findRow, type IncidentRow, toIncident } from './incidentRows.ts';
import { type Actor, ChangedMeanwhile, type IncidentChange } from './incidentStore.ts';
import { insertEntries } from './insertIncidents.ts';
import { searchText } from './words.ts';

/** Now, but always later than the version before: the instant tells one version of an incident from the next. */
function instantAfter(before: IncidentRow, now: number): string {
  const last = Date.parse(before.updated_at);
  return new Date(Number.isNaN(last) ? now : Math.max(now, last + 1)).toISOString();
}

async function lockedRow(
  database: StoreDatabase,
  trx: Transaction<Tables>,
  id: string,
): Promise<IncidentRow | undefined> {
  await database.lockIncident(trx, id);
  return findRow(trx, id);
}

async function writeChange(
  trx: Transaction<Tables>,
  before: IncidentRow,
  change: IncidentChange,
  at: string,
): Promise<void> {
  const present = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: Incident = { ...toIncident(before, []), ...present };
  await trx
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
    .execute();
}

/** Writes a change of the version that was seen; undefined where there is no such incident. @throws ChangedMeanwhile */
export async function changeIncident(
  database: StoreDatabase,
  id: string,
  change: IncidentChange,
  by: { readonly actor: Actor; readonly seen: string | undefined; readonly now: number },
): Promise<Written | undefined> {
  return database.transaction(async (trx) => {
    const before = await lockedRow(database, trx, id);
    if (before === undefined) return undefined;
    if (by.seen !== undefined && Date.parse(by.seen) !== Date.parse(before.updated_at)) {
      throw new ChangedMeanwhile(await completeIncident(trx, before));
    }
    const text = describeChange(before, change).join(' ');
    if (text === '') return { incident: await completeIncident(trx, before), changed: false };
    const at = instantAfter(before, by.now);
    await writeChange(trx, before, change, at);
    await insertEntries(trx, [{ incident: before.seq, at, author: by.actor.subject, kind: 'changed', text }]);
    await database.tellOthers(trx, { kind: 'changed', id: before.id });
    const after = await findRow(trx, id);
    return after && { incident: await completeIncident(trx, after), before: toIncident(before, []), changed: true };
  });
}

/** Adds a note to a timeline, unless an earlier call with the same key did; undefined where there is no such incident. */
export async function addNote(
  database: StoreDatabase,
  id: string,
  text: string,
  by: { readonly actor: Actor; readonly key: string | undefined; readonly now: number },
): Promise<Written | undefined> {
  const { actor, key, now } = by;
  return database.transaction(async (trx) => {
    const row = await lockedRow(database, trx, id);
    if (row === undefined) return undefined;
    const call: RepeatableCall | undefined =
      key === undefined ? undefined : { actor, tool: TOOL.addIncidentNote, key, arguments: { id: row.id, text } };
    if (call && (await findRepeated(trx, call, now)) !== undefined) {
      return { incident: await completeIncident(trx, row), changed: false };
    }
    const at = instantAfter(row, now);
    await insertEntries(trx, [{ incident: row.seq, at, author: actor.subject, kind: 'note', text }]);
    if (call) await rememberCall(trx, call, row.seq, now);
    await trx.updateTable('incidents').set({ updated_at: at }).where('seq', '=', row.seq).execute();
    await database.tellOthers(trx, { kind: 'changed', id: row.id });
    return { incident: await completeIncident(trx, { ...row, updated_at: at }), changed: true };
  });
}
