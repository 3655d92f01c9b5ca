import { setTimeout as delay } from 'node:timers/promises';
import type { Effects } from '../../effects.ts';
import { AppError } from '../../errors.ts';
import { issuerClient } from '../tokens/issuerClient.ts';
import type { IssuerClient } from '../tokens/issuerClient.ts';
import { withBoundTokens, withoutResource } from './planSignIn.ts';
import type { SignInPlan } from './planSignIn.ts';
import { signedIn } from './signedIn.ts';
import type { SignedIn } from './signedIn.ts';
import { tokenError, tokenFailure, wantsBoundTokens } from '../tokens/tokenFailure.ts';
import type { TokenFailure } from '../tokens/tokenFailure.ts';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
/** Seconds between two polls where the issuer names none, and by which `slow_down` prolongs them (RFC 8628). */
const INTERVAL = 5;
/** Seconds that an interval is held to, whatever the issuer says. */
const SHORTEST_INTERVAL = 1;
const LONGEST_INTERVAL = 60;

/** A device code, and the terms it may be asked with. */
export interface DeviceGrant {
  readonly deviceCode: string;
  /** Seconds. */
  readonly interval: number | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

type Step = { readonly wait: number } | { readonly end: AppError };

/** What to do after a poll that gave no tokens, `interval` seconds after the one before (RFC 8628 section 3.5). */
function nextStep(failure: TokenFailure, interval: number, issuer: string): Step {
  const passing = failure.kind === 'refused' && (failure.status === 429 || failure.status >= 500);
  if (passing) return { wait: interval + INTERVAL };
  switch (failure.kind) {
    case 'lost':
      return failure.why ? { end: failure.why } : { wait: interval * 2 };
    case 'unusable':
      return { wait: interval * 2 };
    case 'refused':
      break;
    default:
      return { end: tokenError(failure, issuer) };
  }
  switch (failure.error) {
    case 'authorization_pending':
      return { wait: interval };
    case 'slow_down':
      return { wait: interval + INTERVAL };
    case 'access_denied': {
      const { error, description } = failure;
      return { end: new AppError('authorization_denied', { issuer, error, description }) };
    }
    // Okta has no error of its own for codes that have expired.
    case 'expired_token':
    case 'invalid_grant':
      return { end: new AppError('device_code_expired', { issuer }) };
    default:
      return { end: tokenError(failure, issuer) };
  }
}

async function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(seconds * 1000, undefined, signal ? { signal } : {});
  } catch (error) {
    throw new AppError('cancelled', {}, { cause: error });
  }
}

/** The plan to go on with after a refusal that another request may not meet; absent where there is none. */
function otherPlan(plan: SignInPlan, failure: TokenFailure): SignInPlan | undefined {
  if (wantsBoundTokens(failure) && plan.client.dpopKey === undefined) return withBoundTokens(plan);
  const targetRefused = failure.kind === 'refused' && failure.error === 'invalid_target';
  const mayLeaveOut = plan.resource !== undefined && plan.server.resource === 'auto';
  return targetRefused && mayLeaveOut ? withoutResource(plan) : undefined;
}

async function redeem(
  plan: SignInPlan,
  { openid, configuration, binding }: IssuerClient,
  deviceCode: string,
  effects: Effects,
): Promise<SignedIn> {
  const parameters = {
    device_code: deviceCode,
    ...(plan.resource === undefined ? {} : { resource: plan.resource }),
  };
  const response = await openid.genericGrantRequest(configuration, GRANT_TYPE, parameters, binding);
  return signedIn(plan, response, effects.now());
}

/**
 * Polls the token endpoint until the person has entered the code (RFC 8628 section 3.4).
 * @throws AppError `device_code_expired`, `authorization_denied`, `token_request_failed`, `cancelled`, and what only a
 * person can mend: `certificate_refused`, `proxy_failed`
 */
export async function pollForTokens(
  asked: SignInPlan,
  { deviceCode, interval: named = INTERVAL, expiresAt }: DeviceGrant,
  effects: Effects,
  signal: AbortSignal | undefined,
): Promise<SignedIn> {
  let plan = asked;
  // One for all polls: it keeps the nonce that the issuer wants, so that a poll is one request.
  let client = await issuerClient(plan.metadata, plan.client, effects, signal);
  let interval = named;
  while (effects.now() < expiresAt) {
    interval = Math.min(Math.max(interval, SHORTEST_INTERVAL), LONGEST_INTERVAL);
    await pause(interval, signal);
    try {
      return await redeem(plan, client, deviceCode, effects);
    } catch (error) {
      const failure = tokenFailure(error);
      const other = otherPlan(plan, failure);
      if (other) {
        plan = other;
        client = await issuerClient(plan.metadata, plan.client, effects, signal);
        continue;
      }
      const step = nextStep(failure, interval, plan.issuer);
      if ('end' in step) throw step.end;
      interval = step.wait;
    }
  }
  throw new AppError('device_code_expired', { issuer: plan.issuer });
}
