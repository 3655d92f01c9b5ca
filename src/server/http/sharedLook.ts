/** What was seen is good for this many milliseconds. */
const GOOD_FOR = 1000;
/** A look that takes longer than this many milliseconds has seen nothing good. */
const PATIENCE = 5000;

async function inTime(isGood: () => Promise<boolean>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), PATIENCE);
  try {
    return await Promise.race([isGood(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same look, taken once a second however many ask: those who come meanwhile share what it sees. */
export function sharedLook(isGood: () => Promise<boolean>, now: () => number): () => Promise<boolean> {
  let latest: Promise<boolean> | undefined;
  let goodUntil = 0;
  return () => {
    if (latest !== undefined && now() < goodUntil) return latest;
    latest = inTime(isGood).finally(() => (goodUntil = now() + GOOD_FOR));
    goodUntil = Infinity;
    return latest;
  };
}
