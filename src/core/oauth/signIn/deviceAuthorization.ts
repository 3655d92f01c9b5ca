import type { DeviceAuthorizationResponse } from 'openid-client';
import type { Effects } from '../../effects.ts';
import { AppError } from '../../errors.ts';
import { labelText } from '../../shownText.ts';
import { checkedAddress } from '../discovery/addressPolicy.ts';
import { pollForTokens } from './devicePolling.ts';
import { issuerClient } from '../tokens/issuerClient.ts';
import { withoutResource } from './planSignIn.ts';
import type { SignInPlan } from './planSignIn.ts';
import type { SignedIn } from './signedIn.ts';
import { tokenError, tokenFailure } from '../tokens/tokenFailure.ts';

/** Characters of a code that a person is to type; RFC 8628 section 6.1 has eight in mind. */
const USER_CODE_LIMIT = 40;

/** A sign-in that a person finishes on any device, by entering a code at the issuer (RFC 8628). */
export interface PendingDevice {
  /** To be shown; cleaned of anything that could be shown as something else. */
  readonly userCode: string;
  /** Where the code is entered: on the issuer's own origin. */
  readonly verificationUri: URL;
  /** The same with the code filled in, where the issuer has such an address on its own origin. */
  readonly verificationUriComplete?: URL;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /**
   * Waits until the person is done. Network trouble meanwhile is waited out.
   * @throws AppError `device_code_expired`, `authorization_denied`, `token_request_failed`, `cancelled`
   */
  poll(signal?: AbortSignal): Promise<SignedIn>;
}

interface Begun {
  readonly plan: SignInPlan;
  readonly device: DeviceAuthorizationResponse;
}

async function request(plan: SignInPlan, effects: Effects, signal: AbortSignal | undefined): Promise<Begun> {
  try {
    const { openid, configuration } = await issuerClient(plan.metadata, plan.client, effects, signal);
    const device = await openid.initiateDeviceAuthorization(configuration, {
      ...(plan.scopes.length > 0 ? { scope: plan.scopes.join(' ') } : {}),
      ...(plan.resource === undefined ? {} : { resource: plan.resource }),
    });
    return { plan, device };
  } catch (error) {
    const failure = tokenFailure(error);
    const targetRefused = failure.kind === 'refused' && failure.error === 'invalid_target';
    if (targetRefused && plan.resource !== undefined && plan.server.resource === 'auto') {
      return request(withoutResource(plan), effects, signal);
    }
    throw tokenError(failure, plan.issuer, 'sign_in_interrupted');
  }
}

/** An address for the person to open: nobody but the issuer itself may ask for the code. */
function verificationAddress(address: string, issuer: string): URL {
  const url = checkedAddress(address, true);
  if (url.origin === new URL(issuer).origin) return url;
  throw new AppError('device_address_foreign', { issuer, host: labelText(url.host, 200) });
}

function completeAddress(address: string | undefined, issuer: string): { verificationUriComplete?: URL } {
  if (address === undefined) return {};
  try {
    return { verificationUriComplete: verificationAddress(address, issuer) };
  } catch {
    return {};
  }
}

/**
 * Asks the issuer for a device code (RFC 8628 section 3.1).
 * @throws AppError `device_not_offered`, `device_address_foreign`, `address_refused`, `token_request_failed`,
 * `sign_in_interrupted`, `cancelled`
 */
export async function beginDeviceAuthorization(
  asked: SignInPlan,
  effects: Effects,
  signal?: AbortSignal,
): Promise<PendingDevice> {
  const { issuer, metadata } = asked;
  if (metadata.device_authorization_endpoint === undefined) throw new AppError('device_not_offered', { issuer });
  const { plan, device } = await request(asked, effects, signal);
  const expiresAt = effects.now() + device.expires_in * 1000;
  const userCode = labelText(device.user_code, USER_CODE_LIMIT);
  const verificationUri = verificationAddress(device.verification_uri, issuer);
  const grant = { deviceCode: device.device_code, interval: device.interval, expiresAt };
  return {
    userCode,
    verificationUri,
    ...completeAddress(device.verification_uri_complete, issuer),
    expiresAt,
    poll: (pollSignal) => pollForTokens(plan, grant, effects, pollSignal),
  };
}
