import * as vscode from 'vscode';
import type { CallOptions } from '../../core/mcp/connection.ts';
import { plainText } from '../commands/plainText.ts';

/**
 * Runs a call under a notification with a Cancel button that aborts it, and passes its progress on. Rejects with
 * whatever the call throws.
 */
export async function withCancellableProgress<T>(
  title: string,
  call: (options: Required<CallOptions>) => Promise<T>,
): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const stop = new AbortController();
    const cancelled = token.onCancellationRequested(() => stop.abort());
    let done = 0;
    try {
      return await call({
        signal: stop.signal,
        onProgress: ({ message, fraction }) => {
          const percent = fraction === undefined ? done : Math.min(Math.max(fraction, 0), 1) * 100;
          progress.report({ message: plainText(message), increment: Math.max(percent - done, 0) });
          done = Math.max(done, percent);
        },
      });
    } finally {
      cancelled.dispose();
    }
  });
}
