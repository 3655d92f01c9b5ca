import { AppError } from '../../core/errors.ts';
import type { SignInPlan } from '../../core/oauth/signIn/planSignIn.ts';
import type { SignedIn } from '../../core/oauth/signIn/signedIn.ts';
import type { Way } from '../../core/oauth/signIn/waysToSignIn.ts';
import type { SignInWay, Waiting } from './ways/signInWay.ts';

/** A notification that can be written to, with links in it. */
export interface WaitingNotification {
  readonly signal: AbortSignal;
  /** Shows a message, and after it the links to other ways. */
  show(message: string, otherWays: readonly string[]): void;
  link(title: string, act: () => unknown): { readonly markdown: string; dispose(): void };
}

/** What {@link takeWays} is told. */
export interface TakeWaysOptions {
  /** All that fit: while one is under way, the others are links. */
  readonly ways: readonly Way[];
  /** Begins at once. */
  readonly first: Way;
  readonly wayOf: (way: Way) => SignInWay;
  readonly titleOf: (way: Way) => string;
  readonly notification: WaitingNotification;
  /** Words for a failure after which another way may still work; absent where none would. */
  readonly failureWords: (error: unknown, way: Way) => string | undefined;
}

/**
 * Signs in by the first way, while the person can go over to any other one: that ends the running one and begins the
 * chosen one. A way that cannot work here says so and leaves the others.
 * @throws AppError of any sign-in code
 */
export async function takeWays(plan: SignInPlan, options: TakeWaysOptions): Promise<SignedIn> {
  for (let way = options.first; ;) {
    const outcome = await takeOne(plan, way, options);
    if (typeof outcome !== 'string') return outcome;
    way = outcome;
  }
}

/** What came of one way: a sign-in, or the way that was chosen instead. */
async function takeOne(plan: SignInPlan, way: Way, options: TakeWaysOptions): Promise<SignedIn | Way> {
  const { notification, ways, wayOf, titleOf, failureWords } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([notification.signal, stop.signal]);
  const chosen = Promise.withResolvers<Way>();
  const links: { dispose(): void }[] = [];
  const link = (title: string, act: () => unknown): string => {
    const added = notification.link(title, act);
    links.push(added);
    return added.markdown;
  };
  const others = ways
    .filter((other) => other !== way)
    .map((other) =>
      link(titleOf(other), () => {
        chosen.resolve(other);
        stop.abort(new AppError('cancelled'));
      }),
    );
  const waiting: Waiting = { signal, link, say: (message) => signal.aborted || notification.show(message, others) };
  try {
    const ended = wayOf(way)(plan, waiting).catch(async (error: unknown) => {
      const words = others.length > 0 && !signal.aborted ? failureWords(error, way) : undefined;
      if (words === undefined) throw error;
      notification.show(words, others);
      return untilAborted(signal);
    });
    // The way that was left ends by itself; what it still throws is of no interest.
    ended.catch(() => undefined);
    return await Promise.race([chosen.promise, ended]);
  } finally {
    for (const each of links) each.dispose();
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(new AppError('cancelled'));
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return promise;
}
