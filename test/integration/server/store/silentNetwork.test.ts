import assert from 'node:assert/strict';
import { ChangeListener } from '../../../../src/server/store/postgres/changeListener.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { openSilentWay } from '../../support/postgres/silentWay.ts';

/** Milliseconds. */
const SOON = 5000;

describe('who listens to PostgreSQL', function () {
  this.timeout(30_000);

  it('leaves soon, though nothing is heard of PostgreSQL any more', async () => {
    const way = await openSilentWay(await emptyDatabase());
    const heard: unknown[] = [];
    const listener = new ChangeListener({
      connection: { connectionString: way.url },
      onChange: (change) => heard.push(change),
      onSessionChange: (change) => heard.push(change),
      report: (error) => heard.push(error),
    });
    try {
      await listener.listen();
      way.fallSilent();
      const began = performance.now();
      await listener.close();
      assert.ok(performance.now() - began < SOON);
      assert.equal(listener.isListening, false);
      assert.deepEqual(heard, []);
    } finally {
      await way.close();
    }
  });
});
