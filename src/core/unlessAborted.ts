import { AppError } from './errors.ts';

/**
 * Waits for `done`, at most until `signal` aborts: what cannot be stopped itself, such as a dialog, goes on, and whatever
 * comes of it then is dropped. @throws AppError `cancelled` when it aborts, and whatever `done` rejects with
 */
export async function unlessAborted<T>(done: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return done;
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(new AppError('cancelled'));
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  try {
    return await Promise.race([promise, done]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
