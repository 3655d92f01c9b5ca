import { isAppError } from '../../core/errors.ts';
import type { SignInPlan } from '../../core/oauth/signIn/planSignIn.ts';
import type { SignedIn } from '../../core/oauth/signIn/signedIn.ts';
import { waysToSignIn, type Way } from '../../core/oauth/signIn/waysToSignIn.ts';
import { messageForAny } from '../words/messages.ts';
import { takeWays, type WaitingNotification } from './takeWays.ts';
import { registeredWays } from './planning/registeredWays.ts';
import { allWays, type AllWaysOptions } from './ways/allWays.ts';
import { wantsCredential } from './withCredential.ts';
import { wayTitle } from './wayWords.ts';

/** Signs in by the ways that fit the place, the issuer and the client's registration, the best one first. */
export function signInByWays(
  plan: SignInPlan,
  notification: WaitingNotification,
  options: AllWaysOptions,
): Promise<SignedIn> {
  const { host } = options;
  const byWay = allWays(options);
  return takeWays(plan, {
    ways: registeredWays(waysToSignIn(plan.server, host, plan.metadata), plan, host.uriScheme),
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
