import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { noteOutcome, tracedRequest } from '../http/traceRequest.ts';
import { type IncidentStore, RefusedRequest } from '../store/incidentStore.ts';

const FAILED = 'The server failed to do this. Try again later.';

/** All that callers are told of an error within the server: the id tells whoever runs it which lines of the log say why. */
export function failedWords(): string {
  const traced = tracedRequest.getStore();
  return traced === undefined ? FAILED : `${FAILED} (Request ${traced.id})`;
}

/**
 * Runs work for what is no tool; what it refuses is said, and any other error is reported, as `what` failed, and kept
 * from the caller.
 * @throws ProtocolError whose message is fit for the caller
 */
export async function keptFromCallers<T>(
  report: (error: Error) => void,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isRefused = error instanceof ProtocolError || error instanceof RefusedRequest;
    noteOutcome(isRefused ? 'refused' : 'failed');
    if (error instanceof ProtocolError) throw error;
    if (error instanceof RefusedRequest) throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
    report(new Error(what, { cause: error }));
    throw new ProtocolError(ProtocolErrorCode.InternalError, failedWords());
  }
}

/** The reading of a store whose errors are {@link keptFromCallers}. */
export function guardedReads(
  store: IncidentStore,
  report: (error: Error) => void,
): Pick<IncidentStore, 'get' | 'list' | 'completeId'> {
  return {
    get: (id) => keptFromCallers(report, 'an incident could not be read', () => store.get(id)),
    list: (query) => keptFromCallers(report, 'incidents could not be listed', () => store.list(query)),
    completeId: (prefix) => keptFromCallers(report, 'ids could not be completed', () => store.completeId(prefix)),
  };
}
