import { createIncidentStore } from '../../../src/server/store/createIncidentStore.ts';
import { openStoreDatabase } from '../../../src/server/store/openStoreDatabase.ts';
import type { Store } from './messages.ts';
import { Writer } from './writer.ts';

const PAGE = 500;

/** What became of a stream of writes. */
export interface FaultReport {
  readonly writes: number;
  readonly kills: number;
  /** Writes that were acknowledged and are not there. */
  readonly lost: number;
  /** Incidents beyond one for each write. */
  readonly duplicates: number;
  /** Whether the kept counts are those of the incidents that are there. */
  readonly countsAreRight: boolean;
}

/** How a stream is written. */
export interface FaultRun {
  readonly store: Store;
  readonly writes: number;
  readonly processes: number;
  /** So many acknowledged writes lie between two kills on average. */
  readonly writesEachKill: number;
}

async function readAll(store: Store): Promise<{ readonly ids: Map<string, string[]>; readonly counted: number }> {
  const opened = createIncidentStore({ database: await openStoreDatabase(store, () => undefined), now: Date.now });
  const ids = new Map<string, string[]>();
  let cursor: string | undefined;
  do {
    const page = await opened.list({ sort: 'oldest', limit: PAGE, cursor });
    for (const { id, title } of page.incidents) ids.set(title, [...(ids.get(title) ?? []), id]);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  const { counts } = await opened.list({ sort: 'oldest', limit: 1 });
  await opened.close();
  return { ids, counted: counts.total };
}

/** Writes a stream of incidents while processes are killed at random moments, and compares what is there at the end. */
export async function runFaults({ store, writes, processes, writesEachKill }: FaultRun): Promise<FaultReport> {
  const waiting = Array.from({ length: writes }, (_, write) => write);
  const acknowledged = new Map<number, string>();
  let kills = 0;
  let untilKill = Math.ceil(Math.random() * 2 * writesEachKill);
  const stream = {
    take: () => waiting.shift(),
    giveBack: (write: number) => void waiting.push(write),
    acknowledged(write: number, id: string): void {
      acknowledged.set(write, id);
      untilKill -= 1;
      if (untilKill > 0) return;
      untilKill = Math.ceil(Math.random() * 2 * writesEachKill);
      kills += 1;
      // Some milliseconds later, so that it comes in the middle of a write.
      const victim = writers[Math.floor(Math.random() * writers.length)];
      setTimeout(() => victim?.kill(), Math.random() * 5);
    },
  };
  const writers = Array.from({ length: processes }, () => new Writer(store, stream));
  await Promise.all(writers.map((writer) => writer.run()));
  const { ids, counted } = await readAll(store);
  const all = [...ids.values()].flat().length;
  return {
    writes: acknowledged.size,
    kills,
    lost: [...acknowledged].filter(([write, id]) => !ids.get(`Write ${write}`)?.includes(id)).length,
    duplicates: all - ids.size,
    countsAreRight: counted === all,
  };
}
