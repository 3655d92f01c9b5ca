import assert from 'node:assert/strict';
import { type Repeated, Repetitions } from '../../../src/server/operation/repetitions.ts';
import { until } from '../../integration/support/until.ts';

interface Event {
  readonly who?: string;
  readonly reason: string;
  readonly path: string;
}

describe('what comes again and again', () => {
  let now: number;
  let told: [Partial<Event>, Repeated][];
  const counting = (window: number) =>
    new Repetitions<Event>({ limit: 2, window, now: () => now, tell: (...one) => void told.push(one) });
  beforeEach(() => {
    now = Date.parse('2026-11-27T10:00:00Z');
    told = [];
  });

  it('is told twice, then counted, with its first and last instant, once the time is over', async () => {
    const repetitions = counting(20);
    const event = { reason: 'foreign host: a.example', path: '/mcp' };
    const given = { key: 'k', event, ifVaried: { reason: 'foreign host' } };
    assert.deepEqual([repetitions.isTold(given), repetitions.isTold(given)], [true, true]);
    assert.equal(repetitions.isTold(given), false);
    now += 1000;
    assert.equal(repetitions.isTold({ ...given, event: { ...event, reason: 'foreign host: b.example' } }), false);
    await until(() => told.length > 0, 'the count');
    const instants = { first: '2026-11-27T10:00:00.000Z', last: '2026-11-27T10:00:01.000Z' };
    assert.deepEqual(told, [
      [
        { reason: 'foreign host', path: '/mcp' },
        { count: 2, ...instants },
      ],
    ]);
    assert.equal(repetitions.isTold(given), true);
    repetitions.close();
    assert.equal(told.length, 1);
  });

  it('is counted as one where too many kinds come, and takes no more memory', () => {
    const repetitions = counting(60_000);
    const flood = Array.from({ length: 20_000 }, (_, time) =>
      repetitions.isTold({ key: `k${time}`, event: { who: String(time), reason: 'r', path: '/' } }),
    );
    assert.equal(flood.filter(Boolean).length, 502);
    repetitions.close();
    assert.deepEqual(
      told.map(([event, { count }]) => [event, count]),
      [[{ reason: 'r', path: '/' }, 20_000 - 502]],
    );
  });

  it('of persons is never counted with that of others: the oldest make room', () => {
    const repetitions = counting(60_000);
    const come = (time: number, isOfPerson: boolean) =>
      repetitions.isTold({ key: `k${time}`, event: { who: String(time), reason: 'r', path: '/' }, isOfPerson });
    for (let time = 0; time < 600; time += 1) come(time, false);
    for (let again = 0; again < 3; again += 1) come(700, true);
    repetitions.close();
    assert.ok(told.some(([{ who }, { count }]) => who === '700' && count === 1));
  });
});
