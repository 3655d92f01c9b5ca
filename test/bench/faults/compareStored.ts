import * as z from 'zod';
import { createIncidentStore } from '../../../src/server/store/createIncidentStore.ts';
import { openStoreDatabase } from '../../../src/server/store/openStoreDatabase.ts';
import type { Entry, Ledger } from './ledger.ts';

/** Where the servers keep their incidents. */
export type Store = { readonly databasePath: string } | { readonly databaseUrl: string };

/** What does not fit, each named once however often it is seen. */
export interface Findings {
  /** Acknowledged, and not there, or not as it was acknowledged. */
  readonly lost: Set<string>;
  /** There more than once. */
  readonly duplicates: Set<string>;
}

interface StoredIncident {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly assignee: string;
  /** How often each text is in the timeline. */
  readonly texts: ReadonlyMap<string, number>;
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(texts, (text) => text)].map(([text, all]) => [text, all.length]));
}

/** All that is stored, past the server, and whether the counts that it keeps are right. */
async function readStored(store: Store): Promise<{ incidents: readonly StoredIncident[]; countsAreRight: boolean }> {
  const database = await openStoreDatabase(store, () => undefined);
  const opened = createIncidentStore({ database, now: Date.now });
  // One statement, so that rows and counts are of one moment.
  const rows = await database.db
    .selectFrom('incidents')
    .leftJoin('timeline', 'timeline.incident', 'incidents.seq')
    .select(['seq', 'id', 'title', 'updated_at', 'assignee', 'text'])
    .select((row) =>
      row
        .selectFrom('incident_counts')
        .select(({ fn }) => fn.sum('count').as('sum'))
        .as('counted'),
    )
    .execute();
  await opened.close();
  const incidents = [...Map.groupBy(rows, ({ seq }) => seq).values()].flatMap((all) => {
    const texts = countsOf(all.flatMap(({ text }) => text ?? []));
    return all
      .slice(0, 1)
      .map(({ id, title, updated_at: version, assignee }) => ({ id, title, version, assignee, texts }));
  });
  return { incidents, countsAreRight: z.coerce.number().parse(rows[0]?.counted ?? 0) === incidents.length };
}

function compareEntry(entry: Entry, stored: StoredIncident | undefined, findings: Findings): void {
  const { id, title, version, assignee, texts, inDoubt } = entry;
  if (stored?.title !== title) {
    findings.lost.add(id);
    return;
  }
  for (const text of texts) if (!stored.texts.has(text)) findings.lost.add(`${id} ${text}`);
  for (const text of [...texts, ...inDoubt]) {
    if ((stored.texts.get(text) ?? 0) > 1) findings.duplicates.add(`${id} ${text}`);
  }
  // A note in doubt makes a version of which nobody was told.
  const isVersion = stored.version === version || inDoubt.size > 0;
  if (!isVersion || stored.assignee !== assignee) findings.lost.add(`${id} as of ${version}`);
}

/**
 * Looks whether all that was acknowledged until now is stored once; incidents that are written to meanwhile have their
 * turn another time. Gives whether the kept counts are right.
 */
export async function compareStored(store: Store, { entries }: Ledger, findings: Findings): Promise<boolean> {
  const before = new Map([...entries].map(([id, { turn }]) => [id, turn]));
  const { incidents, countsAreRight } = await readStored(store);
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  for (const [id, turn] of before) {
    const entry = entries.get(id);
    if (entry?.turn === turn && turn % 2 === 0) compareEntry(entry, byId.get(id), findings);
  }
  for (const [title, times] of countsOf(incidents.map((incident) => incident.title))) {
    if (times > 1) findings.duplicates.add(title);
  }
  return countsAreRight;
}
