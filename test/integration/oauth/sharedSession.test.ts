import assert from 'node:assert/strict';
import { DELIVERIES, INJECTED_FAULTS } from '../../bench/refresh.ts';
import { shareSession } from '../../bench/refresh/shareSession.ts';
import type { ShareResult } from '../../bench/refresh/shareSession.ts';

const EXPIRIES = 5;

/** `npm run bench -- refresh` does the same with more processes, for longer. */
describe('Windows that share a session, where one answer gets lost and one window is killed while it refreshes', function () {
  this.timeout(120_000);
  let results: readonly ShareResult[];
  before(async () => {
    results = await Promise.all(
      DELIVERIES.map(({ delivery }) =>
        shareSession({
          processes: 6,
          mcpClients: 2,
          expiries: EXPIRIES,
          lifetime: 3,
          grace: 3,
          delivery,
          pause: 250,
          faults: { dropAnswerAt: 2, killHolderAt: 4 },
        }),
      ),
    );
  });

  DELIVERIES.forEach(({ name }, index) => {
    it(`refresh once at each expiry, and no call fails, SecretStorage telling of changes ${name}`, () => {
      const { expiries, generation, refreshes, signOuts, failures, refused, calls } = results[index] ?? assert.fail();
      assert.deepEqual({ signOuts, failures, refused }, { signOuts: 0, failures: [], refused: 0 });
      assert.ok(expiries >= EXPIRIES && calls > expiries);
      assert.equal(generation, expiries);
      assert.ok(refreshes <= expiries + INJECTED_FAULTS, `${refreshes} refreshes for ${expiries} expiries`);
    });
  });
});
