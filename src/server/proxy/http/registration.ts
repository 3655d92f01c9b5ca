import type { RequestHandler, Response } from 'express';
import { RateLimiterRes } from 'rate-limiter-flexible';
import * as z from 'zod';
import { withoutHidden } from '../../../shared/hiddenCharacters.ts';
import { addressKey } from '../../http/addressKey.ts';
import { noteRefusal } from '../../http/noteRefusal.ts';
import { sendTooMany } from '../../http/tooManyRequests.ts';
import { type CreateLimiter, createMemoryLimiter } from '../../operation/limiters.ts';
import type { ProxyAudit } from '../proxyAudit.ts';
import type { RegistrationLimits } from '../proxySettings.ts';
import type { Forward } from './forward.ts';
import { isRedirectUri } from './redirectUris.ts';

const HOUR_SECONDS = 3600;
const GRANT_TYPES = ['authorization_code', 'refresh_token'];

/** What is kept of a registration (RFC 7591 section 2). Addresses that the proxy would fetch or show are not. */
const metadataSchema = (own: readonly string[]) =>
  z
    .object({
      redirect_uris: z
        .array(
          z
            .string()
            .max(2000)
            .refine((uri) => isRedirectUri(uri, own)),
        )
        .min(1)
        .max(20),
      client_name: z.string().max(200).optional(),
      grant_types: z.array(z.string()).default(GRANT_TYPES),
      response_types: z.array(z.literal('code')).default(['code']),
      jwks_uri: z.undefined().optional(),
      sector_identifier_uri: z.undefined().optional(),
    })
    .transform(({ redirect_uris, client_name, grant_types }) => ({
      redirect_uris,
      client_name:
        withoutHidden(client_name ?? '', ' ')
          .replace(/\s+/g, ' ')
          .trim() || 'A program without a name',
      grant_types: [...new Set(['authorization_code', ...grant_types.filter((type) => GRANT_TYPES.includes(type))])],
      response_types: ['code'],
      // Whoever registers unasked is nobody in particular, and can keep no secret.
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    }));

function sendRefusal(response: Response, error: z.core.$ZodError): void {
  const fields = [...new Set(error.issues.map(({ path }) => String(path[0] ?? 'body')))];
  const code = fields.includes('redirect_uris') ? 'invalid_redirect_uri' : 'invalid_client_metadata';
  const error_description = `not allowed here: ${fields.join(', ')}`;
  noteRefusal(response, `${code}: ${error_description}`);
  response.status(400).set('Cache-Control', 'no-store').json({ error: code, error_description });
}

/** Lets so many registrations through in an hour, for one address and in all. */
export function limitRegistrations(
  { perAddress, inAll }: RegistrationLimits,
  audit: ProxyAudit,
  createLimiter: CreateLimiter = createMemoryLimiter,
): RequestHandler {
  const each = createLimiter({ name: 'registrations', points: perAddress, duration: HOUR_SECONDS });
  const all = createLimiter({ name: 'all-registrations', points: inAll, duration: HOUR_SECONDS });
  return async (request, response, next) => {
    try {
      await each.consume(addressKey(request.ip));
      await all.consume('all');
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      audit({ event: 'registration_refused', address: request.ip, reason: 'too_many' });
      const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      sendTooMany(response, { refusal: 'rate of registrations', description: 'Too many registrations.', seconds });
      return;
    }
    next();
  };
}

/**
 * Registers a client (RFC 7591): a public one, with PKCE. The body has been parsed.
 *
 * @param own origins of the proxy
 */
export function registerClient(forward: Forward, audit: ProxyAudit, own: readonly string[]): RequestHandler {
  const schema = metadataSchema(own);
  return (request, response) => {
    const metadata = schema.safeParse(request.body);
    if (metadata.success) {
      forward(request, response, { body: JSON.stringify(metadata.data) });
      return;
    }
    audit({ event: 'registration_refused', address: request.ip, reason: 'metadata' });
    sendRefusal(response, metadata.error);
  };
}
