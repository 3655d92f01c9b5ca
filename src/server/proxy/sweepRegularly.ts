const INTERVAL = 60_000;
/** Milliseconds that work which runs at a stop may still take before it is broken off. */
const PATIENCE = 2000;

/**
 * Does the work now and every minute, one time after the other; gives a function that does no more, and waits a while
 * for what runs. Then it aborts `ending`, after which the work must end soon.
 */
export function sweepRegularly(
  work: () => Promise<void>,
  ending: AbortController,
  report: (error: Error) => void,
): () => Promise<void> {
  let running: Promise<void> | undefined;
  const sweep = (): void => {
    running ??= work()
      .catch((error: unknown) => report(new Error('the proxy could not clear up', { cause: error })))
      .finally(() => (running = undefined));
  };
  const timer = setInterval(sweep, INTERVAL).unref();
  sweep();
  return async () => {
    clearInterval(timer);
    const late = setTimeout(() => ending.abort(), PATIENCE);
    await running;
    clearTimeout(late);
  };
}
