import { createIncidentStore } from '../../../src/server/store/createIncidentStore.ts';
import type { StoreDatabase } from '../../../src/server/store/database.ts';
import { openSqlite } from '../../../src/server/store/sqlite/openSqlite.ts';
import { SEVERITIES, STATUSES } from '../../../src/shared/incident.ts';
import { sampleIncidents } from '../../../src/demo/sampleIncidents.ts';

const BATCH = 5000;
const MINUTE = 60_000;

/** Writes so many incidents, with the texts of the demo's samples, into an open database of our server, and closes it. */
export async function fillWithIncidents(database: StoreDatabase, count: number): Promise<void> {
  const now = Date.now();
  const samples = sampleIncidents(now);
  const store = createIncidentStore({ database, now: () => now });
  for (let from = 0; from < count; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) => from + at);
    await store.import(
      numbers.flatMap((number) => {
        const sample = samples[number % samples.length];
        const severity = SEVERITIES[number % 4];
        const status = STATUSES[Math.floor(number / 4) % 3];
        if (!sample || !severity || !status) return [];
        const at = new Date(now - number * MINUTE).toISOString();
        const dated = { createdAt: at, updatedAt: at, timeline: [] };
        return [
          { ...sample, ...dated, severity, status, id: `INC-${10_000 + number}`, title: `${sample.title} ${number}` },
        ];
      }),
    );
  }
  await store.close();
}

/** Writes so many of these incidents into an SQLite file. */
export async function writeIncidents(path: string, count: number): Promise<void> {
  await fillWithIncidents(await openSqlite(path), count);
}
