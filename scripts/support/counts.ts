import * as z from 'zod/mini';

/** How many tests of a suite passed, failed and were skipped. */
export const countsSchema = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() });
/** A parsed {@link countsSchema}. */
export type Counts = z.infer<typeof countsSchema>;

/** The sum of several suites' counts. */
export function sumCounts(all: readonly Counts[]): Counts {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of all) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}
