import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { ListeningBus } from '../../../src/server/http/listeningBus.ts';

describe('the streams that are told to look again', () => {
  it('are told in slices, each of all of its own once, and not after it ended', async () => {
    const bus = new ListeningBus(assert.ifError);
    const uris = new Set(Array.from({ length: 500 }, (_, at) => `incidents://INC-${at}`));
    const told = Array.from({ length: 40 }, () => 0);
    const ends = told.map((_, at) => bus.answering(uris, () => bus.subscribe(() => (told[at] = (told[at] ?? 0) + 1))));
    const total = (): number => told.reduce((sum, one) => sum + one, 0);
    bus.lookAgain();
    bus.lookAgain();
    assert.ok(total() <= 2000);
    ends[39]?.();
    let turns = 0;
    for (; total() < 39 * 500 && turns < 1000; turns += 1) await turn();
    assert.ok(turns > 5);
    for (let more = 0; more < 20; more += 1) await turn();
    assert.deepEqual(told, [...Array.from({ length: 39 }, () => 500), 0]);
  });
});
