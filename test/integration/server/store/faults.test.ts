import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFaults } from '../../../bench/faults/runFaults.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';

const RUN = { writes: 400, writesEachKill: 80 };

describe('processes that are killed while they write', function () {
  this.timeout(120_000);

  it('lose nothing that was acknowledged in SQLite, and repeat nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'incident-faults-'));
    const store = { databasePath: join(folder, 'incidents.db') };
    const { kills, ...report } = await runFaults({ ...RUN, store, processes: 1 });
    await rm(folder, { recursive: true });
    assert.ok(kills > 0);
    assert.deepEqual(report, { writes: RUN.writes, lost: 0, duplicates: 0, countsAreRight: true });
  });

  it('lose nothing that was acknowledged in PostgreSQL, and repeat nothing', async () => {
    const store = { databaseUrl: await emptyDatabase() };
    const { kills, ...report } = await runFaults({ ...RUN, store, processes: 2 });
    assert.ok(kills > 0);
    assert.deepEqual(report, { writes: RUN.writes, lost: 0, duplicates: 0, countsAreRight: true });
  });
});
