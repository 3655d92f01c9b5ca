import { setImmediate as otherWork } from 'node:timers/promises';
import type { Kysely, Selectable } from 'kysely';
import * as z from 'zod';
import type { Vault } from '../vault.ts';
import type { ProxyTables } from './proxyTables.ts';
import { placeOf } from './recordStore.ts';

const AT_ONCE = 100;

type Row = Selectable<ProxyTables['proxy_record']>;

const name = z.string().optional().catch(undefined);
/** By one of these each kind of record is found. */
const contentSchema = z.object({ jti: name, client_id: name, grantId: name, state: name, uid: name });
type Names = z.infer<typeof contentSchema>;

/** The rows after `after`, in the order of their keys. */
export function nextRows(
  tables: Kysely<ProxyTables>,
  after: { readonly model: string; readonly id: string },
): Promise<Row[]> {
  const { model, id } = after;
  return tables
    .selectFrom('proxy_record')
    .selectAll()
    .where((row) => row.or([row('model', '>', model), row.and([row('model', '=', model), row('id', '>', id)])]))
    .orderBy('model')
    .orderBy('id')
    .limit(AT_ONCE)
    .execute();
}

/** The same name blinded under the newest secret; undefined where none of `names` is the one that was blinded. */
function blindedAnew(vault: Vault, blinded: string, names: readonly (string | undefined)[]): string | undefined {
  const found = names.find((each) => each !== undefined && vault.blinds(each).includes(blinded));
  return found === undefined ? undefined : vault.blind(found);
}

/** What a row that a former secret sealed is to become; undefined where its name is not known. */
function renewedRow(
  vault: Vault,
  row: Row,
  text: string,
): Pick<Row, 'id' | 'sealed' | 'grant_key' | 'lookup'> | undefined {
  const names: Names = contentSchema.parse(JSON.parse(text));
  const id = blindedAnew(vault, row.id, [names.jti, names.client_id, names.grantId, names.state]);
  if (id === undefined) return undefined;
  const grant_key = row.grant_key === null ? null : blindedAnew(vault, row.grant_key, [names.grantId]);
  const lookup = row.lookup === null ? null : blindedAnew(vault, row.lookup, [names.uid]);
  if (grant_key === undefined || lookup === undefined) return undefined;
  return { id, grant_key, lookup, sealed: vault.seal(text, placeOf({ model: row.model, id })) };
}

/** Tells whether the row is held under the newest secret now, or is none of ours. */
async function renew(tables: Kysely<ProxyTables>, vault: Vault, row: Row): Promise<boolean> {
  const opened = openRow(vault, row);
  if (opened?.isCurrent !== false) return true;
  const changed = renewedRow(vault, row, opened.text);
  if (changed === undefined) return false;
  // What somebody has written meanwhile stays as they wrote it.
  const { numUpdatedRows } = await tables
    .updateTable('proxy_record')
    .set(changed)
    .where('model', '=', row.model)
    .where('id', '=', row.id)
    .where('sealed', '=', row.sealed)
    .executeTakeFirst();
  await otherWork();
  return numUpdatedRows > 0n;
}

/** What a row holds; undefined where none of the secrets opens it. */
export function openRow(vault: Vault, row: Pick<Row, 'model' | 'id' | 'sealed'>) {
  try {
    return vault.open(row.sealed, placeOf(row));
  } catch {
    return undefined;
  }
}

/**
 * Has all records held under the newest secret, one by one, so that they are served meanwhile. What no secret opens stays
 * as it is.
 *
 * @param besides the model of records that are left out
 * @returns how many may still be held under a former secret
 */
export async function renewSeals(tables: Kysely<ProxyTables>, vault: Vault, besides: string): Promise<number> {
  let left = 0;
  let after = { model: '', id: '' };
  for (;;) {
    const rows = await nextRows(tables, after);
    for (const row of rows) if (row.model !== besides && !(await renew(tables, vault, row))) left += 1;
    const last = rows.at(-1);
    if (last === undefined) return left;
    after = last;
  }
}
