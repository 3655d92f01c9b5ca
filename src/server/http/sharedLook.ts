import { endsWithin } from '../endsWithin.ts';

/** What was seen is good for this many milliseconds. */
const GOOD_FOR = 1000;
/** A look that takes longer than this many milliseconds has seen nothing good. */
const PATIENCE = 5000;

async function inTime(isGood: () => Promise<boolean>): Promise<boolean> {
  const seen = isGood();
  return (await endsWithin(PATIENCE, seen)) && seen;
}

/** The same look, taken once a second however many ask: those who come meanwhile share what it sees. */
export function sharedLook(isGood: () => Promise<boolean>, monotonic: () => number): () => Promise<boolean> {
  let latest: Promise<boolean> | undefined;
  let isLooking = false;
  let seenAt = 0;
  return () => {
    if (latest !== undefined && (isLooking || monotonic() - seenAt < GOOD_FOR)) return latest;
    isLooking = true;
    latest = inTime(isGood).finally(() => {
      isLooking = false;
      seenAt = monotonic();
    });
    return latest;
  };
}
