import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { AppError } from '../core/errors.ts';

/** Says how far something is; `increment` is in percent. */
export type Report = (step: { readonly message: string; readonly increment?: number }) => void;

/**
 * Runs something under a notification with a Cancel button that aborts its signal. A message is shown as it is, links
 * included.
 * @throws AppError `cancelled`, and whatever `run` throws
 */
export async function withCancellableProgress<T>(
  title: string,
  run: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const stop = new AbortController();
    const cancelled = token.onCancellationRequested(() => stop.abort(new AppError('cancelled')));
    try {
      return await run(stop.signal, (step) => progress.report(step));
    } catch (error) {
      stop.signal.throwIfAborted();
      throw error;
    } finally {
      cancelled.dispose();
    }
  });
}

/** What is done by then needs no notification, which would stay in the way for longer than it took. */
const UNNOTICED_MS = 500;

/** As {@link withCancellableProgress}, for what is mostly done at once: the notification comes only where it is not. */
export async function withLateProgress<T>(title: string, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const running = run(stop.signal);
  const settled = new AbortController();
  const done = () => settled.abort();
  running.then(done, done);
  const isLate = await setTimeout(UNNOTICED_MS, true, { signal: settled.signal }).catch(() => false);
  if (!isLate) return running;
  return withCancellableProgress(title, (signal) => {
    signal.addEventListener('abort', () => stop.abort(signal.reason), { once: true });
    return running;
  });
}
