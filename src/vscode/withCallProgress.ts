import type { CallOptions } from '../core/mcp/connection.ts';
import { withCancellableProgress } from './withCancellableProgress.ts';
import { plainText } from './words/plainText.ts';

/**
 * Runs a call of a server under a notification with a Cancel button, and shows the progress that the server tells.
 * @throws AppError `cancelled`, and whatever the call throws
 */
export async function withCallProgress<T>(
  title: string,
  call: (options: Required<CallOptions>) => Promise<T>,
): Promise<T> {
  let done = 0;
  return withCancellableProgress(title, (signal, report) =>
    call({
      signal,
      onProgress: ({ message, fraction }) => {
        const percent = fraction === undefined ? done : Math.min(Math.max(fraction, 0), 1) * 100;
        report({ message: plainText(message), increment: Math.max(percent - done, 0) });
        done = Math.max(done, percent);
      },
    }),
  );
}
