/** Settles when this process is told to end: by Ctrl-C, by a signal, or because whoever started it is gone. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    // Ctrl-C comes twice, from the terminal and from the bootstrap: the handlers stay.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    process.once('disconnect', () => resolve());
  });
}
