const INTERVAL = 60_000;

/** Does the work now and every minute; gives a function that waits for what runs and does no more. */
export function sweepRegularly(work: () => Promise<void>, report: (error: Error) => void): () => Promise<void> {
  let running = Promise.resolve();
  const sweep = (): void => {
    running = running
      .then(work)
      .catch((error: unknown) => report(new Error('the proxy could not clear up', { cause: error })));
  };
  const timer = setInterval(sweep, INTERVAL).unref();
  sweep();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
