import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../integration/support/postgres/startPostgres.ts';
import { type FaultReport, runFaults } from './faults/runFaults.ts';

const WRITES = 10_000;
const WRITES_EACH_KILL = 250;

const isSound = (report: FaultReport): boolean =>
  report.writes === WRITES && report.lost === 0 && report.duplicates === 0 && report.countsAreRight;

function print(name: string, { writes, kills, lost, duplicates, countsAreRight }: FaultReport): void {
  const counts = countsAreRight ? 'right' : 'wrong';
  console.log(`  ${name}: ${writes} writes, ${kills} kills; lost ${lost}, duplicates ${duplicates}, counts ${counts}`);
}

/** Kills processes that write, at random moments. True where what was acknowledged is there once, whatever happened. */
export async function benchFaults(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'incident-desk-faults-'));
  const postgres = await startPostgres();
  try {
    const common = { writes: WRITES, writesEachKill: WRITES_EACH_KILL };
    const databasePath = join(folder, 'incidents.db');
    const sqlite = await runFaults({ ...common, store: { databasePath }, processes: 1 });
    print('SQLite, one process', sqlite);
    const databaseUrl = await postgres.createDatabase();
    const shared = await runFaults({ ...common, store: { databaseUrl }, processes: 2 });
    print('PostgreSQL, two processes', shared);
    const [lost, duplicates] = [sqlite.lost + shared.lost, sqlite.duplicates + shared.duplicates];
    console.log(`faults: acknowledged writes lost ${lost}, duplicates ${duplicates}`);
    return isSound(sqlite) && isSound(shared);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
}
