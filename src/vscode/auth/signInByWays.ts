import { AppError, isAppError } from '../../core/errors.ts';
import type { SignInPlan } from '../../core/oauth/signIn/planSignIn.ts';
import type { SignedIn } from '../../core/oauth/signIn/signedIn.ts';
import { unaskedWay } from '../../core/oauth/signIn/unaskedWay.ts';
import { waysToSignIn, type Way } from '../../core/oauth/signIn/waysToSignIn.ts';
import { messageForAny } from '../words/messages.ts';
import { takeWays, type WaitingNotification } from './takeWays.ts';
import { registeredWays } from './planning/registeredWays.ts';
import { allWays, type AllWaysOptions } from './ways/allWays.ts';
import type { WayChoice } from './ways/createWayChoice.ts';
import { wantsCredential } from './withCredential.ts';
import { wayTitle } from './wayWords.ts';

/** Adds what a sign-in asks before it begins. */
export interface SignInByWaysOptions extends AllWaysOptions {
  /** Asked where no way may begin by itself. */
  readonly chooseWay: WayChoice;
}

/**
 * Signs in by the ways that fit the place, the issuer and the client's registration, the best one first.
 * @throws AppError of any sign-in code
 */
export async function signInByWays(
  plan: SignInPlan,
  notification: WaitingNotification,
  options: SignInByWaysOptions,
): Promise<SignedIn> {
  const { host, chooseWay } = options;
  const byWay = allWays(options);
  const ways = registeredWays(waysToSignIn(plan.server, host, plan.metadata), plan, host.uriScheme);
  if (ways.length === 0) throw new AppError('no_way_to_sign_in', { issuer: plan.issuer });
  return takeWays(plan, {
    ways,
    first: unaskedWay(ways, plan.server.signIn) ?? (await chooseWay(ways)),
    wayOf: (way) => byWay[way],
    titleOf: wayTitle,
    notification,
    failureWords: (error, way) =>
      // Whoever lacks a credential lacks it in every way.
      !wantsCredential(plan, error) && leavesOtherWays(error, way) ? messageForAny(error).text : undefined,
  });
}

/** Whether it was only this way that could not work. */
function leavesOtherWays(error: unknown, way: Way): boolean {
  if (isAppError(error, 'loopback_busy')) return true;
  return way === 'device' && isAppError(error, 'token_request_failed', 'device_address_foreign', 'device_code_expired');
}
