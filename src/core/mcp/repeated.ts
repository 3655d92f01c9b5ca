import { AppError, isAppError, mayHaveArrived } from '../errors.ts';
import { backOff } from './backOff.ts';
import { isBroken } from './failure.ts';
import type { Call } from './renewingLink.ts';

/** How often a call is made at most. */
const TRIES = 4;

/**
 * Runs a call, and where its connection breaks and it may be repeated, again: at once, since a server may have closed a
 * connection that was kept from earlier, then after pauses that grow, for a server that was killed. `ended` ends them.
 * @throws AppError of the last try; where the call changes things, one that says that it may have been carried out
 */
export async function repeated<T>(
  { repeatable, changes = false, signal }: Call,
  ended: AbortSignal,
  run: () => Promise<T>,
): Promise<T> {
  let first: unknown;
  for (let failures = 1; ; failures += 1) {
    try {
      return await run();
    } catch (error) {
      first ??= error;
      // Who was there a moment ago may be about to start again.
      const isLost = isBroken(error) || (failures > 1 && isAppError(error, 'server_unreachable'));
      if (isAppError(error, 'cancelled')) throw error;
      if (!repeatable || !isLost || failures === TRIES || ended.aborted) {
        throw changes && !mayHaveArrived(error) ? first : error;
      }
    }
    if (failures > 1) await backOff(failures - 2, signal ? AbortSignal.any([signal, ended]) : ended);
    if (signal?.aborted) throw new AppError('cancelled', {}, { cause: first });
  }
}
