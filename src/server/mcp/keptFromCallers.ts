import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { asError } from '../asError.ts';
import { type IncidentStore, RefusedRequest } from '../store/incidentStore.ts';

/** All that callers are told of an error within the server. */
export const FAILED = 'The server failed to do this. Try again later.';

/**
 * Runs work for what is no tool; what it refuses is said, and any other error is reported and kept from the caller.
 * @throws ProtocolError whose message is fit for the caller
 */
export async function keptFromCallers<T>(report: (error: Error) => void, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    if (error instanceof RefusedRequest) throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
    report(asError(error));
    throw new ProtocolError(ProtocolErrorCode.InternalError, FAILED);
  }
}

/** The reading of a store whose errors are {@link keptFromCallers}. */
export function guardedReads(
  store: IncidentStore,
  report: (error: Error) => void,
): Pick<IncidentStore, 'get' | 'list' | 'completeId'> {
  return {
    get: (id) => keptFromCallers(report, () => store.get(id)),
    list: (query) => keptFromCallers(report, () => store.list(query)),
    completeId: (prefix) => keptFromCallers(report, () => store.completeId(prefix)),
  };
}
