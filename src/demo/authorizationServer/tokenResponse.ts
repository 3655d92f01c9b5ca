import { createHash } from 'node:crypto';
import { SignJWT, decodeJwt, importJWK } from 'jose';
import type { KoaContextWithOIDC, errors } from 'oidc-provider';
import * as z from 'zod';
import type { Keys } from './keys.ts';
import { OKTA_ERROR } from './oktaErrors.ts';
import type { OktaError } from './oktaErrors.ts';
import type { Settings } from './options.ts';

const tokenSchema = z.looseObject({ id_token: z.string(), access_token: z.string() });
const failureSchema = z.looseObject({ error: z.string(), error_description: z.optional(z.string()) });
const deviceSchema = z.looseObject({ user_code: z.string(), verification_uri: z.string() });

/** Okta's error for one of oidc-provider's; undefined where the words already fit. */
export function oktaTokenError(error: string, detail: string, grantType: string): OktaError | undefined {
  if (error === 'invalid_client') return detail.includes('secret') ? OKTA_ERROR.clientSecret : OKTA_ERROR.clientId;
  if (error === 'use_dpop_nonce') return OKTA_ERROR.dpopNonce;
  if (error === 'authorization_pending') return OKTA_ERROR.devicePending;
  if (error === 'expired_token') return OKTA_ERROR.deviceExpired;
  if (error !== 'invalid_grant') return undefined;
  if (grantType === 'refresh_token') return OKTA_ERROR.refreshToken;
  if (grantType !== 'authorization_code') return OKTA_ERROR.deviceCode;
  if (detail.includes('redirect_uri')) return OKTA_ERROR.tokenRedirectUri;
  return detail.includes('code_verifier') ? OKTA_ERROR.pkceFailed : OKTA_ERROR.code;
}

/** Signs an ID token again with Okta's claims beside its own, and with instants of the stand-in's time. */
async function oktaIdToken(
  settings: Settings,
  keys: Keys,
  issued: { readonly id_token: string; readonly access_token: string },
): Promise<string> {
  const offset = Math.round((settings.clock() - Date.now()) / 1000);
  const claims = decodeJwt(issued.id_token);
  const hash = createHash('sha256').update(issued.access_token).digest();
  return new SignJWT({
    ...claims,
    ver: 1,
    jti: `ID.${crypto.randomUUID()}`,
    amr: ['pwd'],
    idp: '00o4standin0okta0x5d7',
    auth_time: decodeJwt(issued.access_token)['auth_time'],
    at_hash: hash.subarray(0, hash.length / 2).toString('base64url'),
    iat: (claims.iat ?? 0) + offset,
    exp: (claims.exp ?? 0) + offset,
  })
    .setProtectedHeader({ kid: keys.signing.kid, alg: 'RS256' })
    .sign(await importJWK(keys.signing, 'RS256'));
}

/** Takes `iss` (RFC 9207), which Okta does not send, from a redirect, and gives its error Okta's words. */
function withoutIssuer(context: KoaContextWithOIDC): void {
  const location = context.response.get('location');
  if (!/[?&#]iss=/.test(location)) return;
  const url = new URL(location);
  url.searchParams.delete('iss');
  const fragment = new URLSearchParams(url.hash.slice(1));
  fragment.delete('iss');
  url.hash = fragment.toString();
  if (url.searchParams.get('error') === OKTA_ERROR.loginRequired.error) {
    url.searchParams.set('error_description', OKTA_ERROR.loginRequired.description);
  }
  context.set('location', url.href);
}

/** Runs the rest of a request; gives the failure of a grant that oidc-provider told of meanwhile. */
async function grantFailure(
  context: KoaContextWithOIDC,
  next: () => Promise<void>,
): Promise<errors.OIDCProviderError | undefined> {
  let failure: errors.OIDCProviderError | undefined;
  const remember = (failed: KoaContextWithOIDC, error: errors.OIDCProviderError): void => {
    if (failed.req === context.req) failure = error;
  };
  const { app } = context;
  app.on('grant.error', remember);
  try {
    await next();
  } finally {
    app.off('grant.error', remember);
  }
  return failure;
}

/** The answer to a device authorization request, with the address of the stand-in's own page. */
function oktaDeviceAnswer(
  device: z.infer<typeof deviceSchema>,
  { origin, deviceInterval }: Settings,
): Record<string, unknown> {
  const address = `${origin}/activate`;
  return {
    ...device,
    verification_uri: address,
    verification_uri_complete: `${address}?user_code=${device.user_code}`,
    interval: deviceInterval,
  };
}

function giveFailure(
  context: KoaContextWithOIDC,
  { error, error_description }: z.infer<typeof failureSchema>,
  cause: errors.OIDCProviderError | undefined,
): void {
  const grantType = context.oidc.params?.['grant_type'];
  const detail = cause?.error_detail ?? cause?.error_description ?? '';
  const known = oktaTokenError(error, detail, typeof grantType === 'string' ? grantType : '');
  context.body = { error: known?.error ?? error, error_description: known?.description ?? error_description };
  if (known) context.status = known.status;
}

/** Middleware that gives oidc-provider's answers Okta's form. */
export function rewriteTokenResponse(
  settings: Settings,
  keys: Keys,
): (context: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void> {
  return async (context, next) => {
    const cause = await grantFailure(context, next);
    withoutIssuer(context);
    const body: unknown = context.body;
    const token = tokenSchema.safeParse(body);
    if (token.success && context.path.endsWith('/v1/token')) {
      context.body = { ...token.data, id_token: await oktaIdToken(settings, keys, token.data) };
    }
    const device = deviceSchema.safeParse(body);
    if (device.success) context.body = oktaDeviceAnswer(device.data, settings);
    const failure = failureSchema.safeParse(body);
    if (failure.success) giveFailure(context, failure.data, cause);
  };
}
