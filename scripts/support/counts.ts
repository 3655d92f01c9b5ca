import * as z from 'zod/mini';

/** How many tests of a suite passed, failed and were skipped, and what to read of each failure. */
export const countsSchema = z.object({
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  failures: z.array(z.string()),
});
/** A parsed {@link countsSchema}. */
export type Counts = z.infer<typeof countsSchema>;

/** Nothing was run. */
export const NO_COUNTS: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** The counts with one more failure. */
export function withFailure(counts: Counts, failure: string): Counts {
  return { ...counts, failed: counts.failed + 1, failures: [...counts.failures, failure] };
}

/** The sum of several suites' counts. */
export function sumCounts(all: readonly Counts[]): Counts {
  const sum = (count: (counts: Counts) => number) => all.reduce((total, counts) => total + count(counts), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    failures: all.flatMap(({ failures }) => failures),
  };
}
