const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ends this process by `process.exit` on a signal, so that what hangs on its end is stopped too; undone by the result. */
export function exitOnSignals(): () => void {
  const exit = () => process.exit(130);
  for (const signal of SIGNALS) process.once(signal, exit);
  return () => {
    for (const signal of SIGNALS) process.off(signal, exit);
  };
}
