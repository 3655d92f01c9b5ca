import type { CallToolResult } from '@modelcontextprotocol/server';
import { ChangedMeanwhile, RefusedRequest } from '../store/incidentStore.ts';
import { noteOutcome } from '../http/traceRequest.ts';
import { failedWords } from './keptFromCallers.ts';

/** A tool's result: what it says, and the same as structured content. */
export function answer(text: string, structuredContent: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text }], structuredContent };
}

/** A tool's word that it failed. */
export function failure(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}

/** Words of a change that was refused, and the incident as it is now, so that a client can show it at once. */
function conflict({ message, incident }: ChangedMeanwhile): CallToolResult {
  return { ...failure(message), structuredContent: { conflict: true, incident } };
}

/** Runs the tool `name`; what it refuses is said, and any other error is reported and kept from the caller. */
export async function guarded(
  report: (error: Error) => void,
  name: string,
  run: () => CallToolResult | Promise<CallToolResult>,
): Promise<CallToolResult> {
  try {
    return await run();
  } catch (error) {
    noteOutcome(error instanceof RefusedRequest ? 'refused' : 'failed');
    if (error instanceof ChangedMeanwhile) return conflict(error);
    if (error instanceof RefusedRequest) return failure(error.message);
    report(new Error(`the tool ${name} failed`, { cause: error }));
    return failure(failedWords());
  }
}
