import type { SignInPlan } from '../../../core/oauth/signIn/planSignIn.ts';
import type { SignedIn } from '../../../core/oauth/signIn/signedIn.ts';

/** The notification of a sign-in that waits for the person, as one way to sign in uses it. */
export interface Waiting {
  /** Aborted when the person cancels, or chose another way. */
  readonly signal: AbortSignal;
  /** Says what to do now; links to the other ways follow by themselves. */
  say(message: string): void;
  /** A link for a message, good until the way ends. */
  link(title: string, act: () => unknown): string;
}

/**
 * One way to sign in: says what to do, waits until it is done, and gives what came of it.
 * @throws AppError of any sign-in code
 */
export type SignInWay = (plan: SignInPlan, waiting: Waiting) => Promise<SignedIn>;
