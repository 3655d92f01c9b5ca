import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaultReport, runFaults } from '../../../bench/faults/runFaults.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';

const RUN = { writes: 80, writesEachKill: 40 };

function assertSound({ written, writes, kills, lost, duplicates, countsAreRight }: FaultReport): void {
  assert.ok(kills > 0);
  assert.ok(Object.values(written).every((times) => times > 0));
  assert.deepEqual([writes, lost, duplicates, countsAreRight], [RUN.writes, [], [], true]);
}

describe('servers that are killed under incidents, changes and notes', function () {
  this.timeout(120_000);

  it('lose nothing that was acknowledged in SQLite, and repeat nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'incident-faults-'));
    const store = { databasePath: join(folder, 'incidents.db') };
    assertSound(await runFaults({ ...RUN, store, processes: 1 }));
    await rm(folder, { recursive: true });
  });

  it('lose nothing that was acknowledged in PostgreSQL, and repeat nothing', async () => {
    const store = { databaseUrl: await emptyDatabase() };
    assertSound(await runFaults({ ...RUN, store, processes: 2 }));
  });
});
