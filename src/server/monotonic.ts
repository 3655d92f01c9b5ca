/** Milliseconds that have passed, by a clock that nobody sets: durations are measured by it, and never by the time of day. */
export function monotonic(): number {
  return performance.now();
}
