/** How long nobody may touch the heartbeat file before a check counts as missed. */
const STALE_MS = 2 * 60_000;

/** After how many missed checks in a row the demo ends. */
const MISSED_CHECKS = 4;

/** Milliseconds between two checks. */
export const CHECK_EVERY_MS = 15_000;

/**
 * Makes the check whether anybody still wants the demo: it tells true once, when the heartbeat is stale at several
 * checks in a row. After a laptop's sleep the first check finds it stale too, but then the editor touches it again.
 * @param touchedAt when the heartbeat was last touched, milliseconds since 1970; undefined where the file is gone
 */
export function createHeartbeatWatch(now: () => number, touchedAt: () => number | undefined): () => boolean {
  let missed = 0;
  return () => {
    const last = touchedAt();
    const isStale = last === undefined || now() - last > STALE_MS;
    missed = isStale ? missed + 1 : 0;
    return missed === MISSED_CHECKS;
  };
}
