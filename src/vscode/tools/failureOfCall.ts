import { AppError, mayHaveArrived } from '../../core/errors.ts';
import type { ToolDescription } from '../../core/mcp/descriptions.ts';

/**
 * What to tell of a failed call: where a tool that writes may have done its work and only the answer was lost, that,
 * since a person would call it again at once otherwise, and the server would do it twice.
 */
export function failureOfCall(
  error: unknown,
  { title, readOnly }: Pick<ToolDescription, 'title' | 'readOnly'>,
  server: string,
): unknown {
  if (readOnly || !mayHaveArrived(error)) return error;
  return new AppError('answer_lost', { tool: title, server }, { cause: error });
}
