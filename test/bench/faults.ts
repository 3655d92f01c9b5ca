import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../integration/support/postgres/startPostgres.ts';
import { type FaultReport, runFaults } from './faults/runFaults.ts';

const WRITES = 10_000;
const WRITES_EACH_KILL = 250;

/** A run with fewer proves little; one that is due while no server runs is left out. */
const FEWEST_KILLS = WRITES / WRITES_EACH_KILL / 4;

const isSound = ({ writes, kills, lost, duplicates, countsAreRight }: FaultReport): boolean =>
  writes === WRITES && kills >= FEWEST_KILLS && lost.length === 0 && duplicates.length === 0 && countsAreRight;

function print(name: string, report: FaultReport): void {
  const { written, writes, kills, inDoubt, lost, duplicates, countsAreRight } = report;
  const { created, updated, notes } = written;
  const counts = countsAreRight ? 'right' : 'wrong';
  console.log(
    `  ${name}: ${writes} writes (${created} created, ${updated} updated, ${notes} notes), ${kills} kills; ` +
      `lost ${lost.length}, duplicates ${duplicates.length}, counts ${counts}; ${inDoubt} notes in doubt`,
  );
  for (const what of lost) console.log(`    lost: ${what}`);
  for (const what of duplicates) console.log(`    more than once: ${what}`);
}

/**
 * Kills servers under writes, at random moments. True where there were enough kills, and what was
 * acknowledged is there once, whatever happened.
 */
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
    const lost = sqlite.lost.length + shared.lost.length;
    const duplicates = sqlite.duplicates.length + shared.duplicates.length;
    console.log(`faults: acknowledged writes lost ${lost}, duplicates ${duplicates}`);
    return isSound(sqlite) && isSound(shared);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
}
