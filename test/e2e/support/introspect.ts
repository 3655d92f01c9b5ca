import * as z from 'zod/mini';
import type { AuthorizationServer } from '../../../src/demo/authorizationServer/options.ts';
import { INSPECTOR } from './desk.ts';

const answerSchema = z.object({ active: z.boolean() });

/** Asks the stand-in whether a refresh token still works (RFC 7662). */
export async function isRefreshTokenActive(okta: AuthorizationServer, token: string): Promise<boolean> {
  const { clientId, clientSecret } = INSPECTOR;
  const response = await fetch(`${okta.issuer}/v1/introspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ token, token_type_hint: 'refresh_token' }),
  });
  return answerSchema.parse(await response.json()).active;
}
