import { TOOL } from '../../../src/shared/names.ts';
import { percentile } from '../calls/measureCalls.ts';
import type { BareHttp, Call } from './bareHttp.ts';

/** In a round the servers take this many turns each, short ones, so that both see the same machine. */
const TURNS = 10;
const CALLS_A_TURN = 25;
/** One at a time, so that no queue hides what a call takes. */
const IN_FLIGHT = 1;
/** In bytes; the answer of a tool that failed is shorter. */
const SMALLEST_PAGE = 10_000;
/** The page that the view of incidents asks for first. */
const FIRST_PAGE = { sort: 'urgency', limit: 50 };
const LIST: Call = { method: 'tools/call', params: { name: TOOL.listIncidents, arguments: FIRST_PAGE } };

/** What one server did in a round. */
export interface Rate {
  readonly perSecond: number;
  /** In milliseconds. */
  readonly p99: number;
}

/** Milliseconds of each call of a turn, and of the turn. */
async function takeTurn(http: BareHttp): Promise<{ readonly calls: readonly number[]; readonly total: number }> {
  const calls: number[] = [];
  let left = CALLS_A_TURN;
  const oneAfterAnother = async (): Promise<void> => {
    while (left-- > 0) {
      const began = performance.now();
      if ((await http.call(LIST)) < SMALLEST_PAGE) throw new Error('The tool failed');
      calls.push(performance.now() - began);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, oneAfterAnother));
  return { calls, total: performance.now() - started };
}

/** One round of calls of `list_incidents` to both servers, each beginning every other turn. */
export async function takeRound(both: readonly BareHttp[]): Promise<readonly Rate[]> {
  const sides = both.map((http) => ({ http, calls: [] as number[], total: 0 }));
  const order = [...sides];
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const side of order) {
      const { calls, total } = await takeTurn(side.http);
      side.calls.push(...calls);
      side.total += total;
    }
    order.reverse();
  }
  return sides.map(({ calls, total }) => {
    const sorted = calls.toSorted((one, other) => one - other);
    return { perSecond: (1000 * calls.length) / total, p99: percentile(sorted, 0.99) };
  });
}
