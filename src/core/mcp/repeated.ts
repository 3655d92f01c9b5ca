import { isJsonObject } from '../json.ts';
import { AppError, isAppError, mayHaveArrived } from '../errors.ts';
import { backOff } from './backOff.ts';
import { isBroken } from './failure.ts';
import type { Call } from './renewingLink.ts';

/** How often a call is tried at most. */
const TRIES = 4;

/** The words of a try whose answer was lost, with the failure of a later one: that says nothing of the first. */
export class LostBefore extends AppError {
  readonly later: AppError;

  constructor({ code, args }: AppError, later: AppError) {
    super(code, args, { cause: later });
    this.later = later;
  }
}

/** What ends the tries besides the person. */
export interface Repetition {
  readonly ended: AbortSignal;
  /** Whether the person would notice another try by nothing: false once they were asked something. */
  readonly isUnseen: () => boolean;
}

/**
 * Runs a call, and where its connection breaks and it may be repeated, again: at once, since a server may have closed a
 * connection that was kept from earlier, then after pauses that grow, for a server that was killed.
 * @throws AppError of the last try; where the call changes things, one that says that it may have been carried out
 */
export async function repeated<T>(
  { repeatable, changes = false, signal }: Call,
  { ended, isUnseen }: Repetition,
  run: () => Promise<T>,
): Promise<T> {
  let first: Error | undefined;
  for (let failures = 1; ; failures += 1) {
    try {
      const result = await run();
      if (!first || !changes || !saysError(result)) return result;
      break;
    } catch (error) {
      first ??= error instanceof Error ? error : new Error('unknown', { cause: error });
      // Who was there a moment ago may be about to start again.
      const isLost = isBroken(error) || (failures > 1 && isAppError(error, 'server_unreachable'));
      if (isAppError(error, 'cancelled') && signal?.aborted) throw error;
      if (!repeatable || !isLost || failures === TRIES || ended.aborted || !isUnseen()) {
        throw changes && !mayHaveArrived(error) ? lostBefore(first, error) : error;
      }
    }
    if (failures > 1) await backOff(failures - 2, signal ? AbortSignal.any([signal, ended]) : ended);
    if (signal?.aborted) throw new AppError('cancelled', {}, { cause: first });
  }
  throw first;
}

/** Whether a tool answered that it failed: a later try that does so says nothing of the first. */
function saysError(result: unknown): boolean {
  return isJsonObject(result) && result['isError'] === true;
}

function lostBefore(first: unknown, later: unknown): unknown {
  return first !== later && isAppError(first) && isAppError(later) ? new LostBefore(first, later) : first;
}
