/** Makes one call; throws where it fails. */
export type CallOnce = () => Promise<void>;

/** Milliseconds that calls took. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
}

/** How many calls are made at a time, and how many in all. */
export interface Load {
  readonly inFlight: number;
  readonly calls: number;
}

/** Calls of one side before the other has its turn, for each that is in flight: both sides see the same machine. */
const TURN = 20;

/** The value below which a share of the sorted values lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function run(call: CallOnce, inFlight: number, took: number[]): Promise<void> {
  const oneAfterAnother = async (): Promise<void> => {
    for (let made = 0; made < TURN; made++) {
      const started = performance.now();
      await call();
      took.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, oneAfterAnother));
}

/** Lets the sides call in turns, each as often as the load says, and gives what the calls of each took. */
export async function measureCalls(sides: readonly CallOnce[], { inFlight, calls }: Load): Promise<Latencies[]> {
  const took = sides.map((call): { call: CallOnce; all: number[] } => ({ call, all: [] }));
  for (let made = 0; made < calls; made += TURN * inFlight) {
    for (const { call, all } of took) await run(call, inFlight, all);
    took.reverse();
  }
  const inOrder = sides.map((side) => took.find(({ call }) => call === side)?.all ?? []);
  return inOrder.map((all) => {
    const sorted = all.toSorted((one, other) => one - other);
    return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
  });
}
