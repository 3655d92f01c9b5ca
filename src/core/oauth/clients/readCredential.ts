import type { JsonWebKey } from 'node:crypto';
import * as z from 'zod/mini';
import { AppError } from '../../errors.ts';
import { parsedJson } from '../../json.ts';
import type { ClientAuthentication } from './clientAuthentication.ts';
import { privateKeyOf, signatureAlgorithm } from './signingKey.ts';

/** Why a credential cannot be used: argument `reason` of `credential_invalid`. */
export type CredentialProblem =
  'empty' | 'not_one_line' | 'public_key' | 'encrypted' | 'openssh' | 'unreadable' | 'several_keys' | 'algorithm';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----/s;
/** Printable characters of ASCII without the space: all that Okta and most others make secrets of. */
const SECRET = /^[\x21-\x7e]+$/;

const jwkSchema = z.looseObject({
  kty: z.string(),
  d: z.exactOptional(z.string()),
  kid: z.exactOptional(z.string().check(z.minLength(1))),
  alg: z.exactOptional(z.string()),
});
const jwksSchema = z.object({ keys: z.array(jwkSchema) });

function invalid(reason: CredentialProblem, cause?: unknown): AppError {
  return new AppError('credential_invalid', { reason }, cause === undefined ? {} : { cause });
}

function fromKey(
  source: string | JsonWebKey,
  { alg, kid }: { readonly alg?: string | undefined; readonly kid?: string | undefined },
): ClientAuthentication {
  let key: ReturnType<typeof privateKeyOf>;
  try {
    key = privateKeyOf(source);
  } catch {
    // Its own words are not kept: they may quote the key.
    throw invalid('unreadable');
  }
  const algorithm = signatureAlgorithm(key, alg);
  if (algorithm === undefined) throw invalid('algorithm');
  return {
    method: 'private_key_jwt',
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    algorithm,
    ...(kid === undefined ? {} : { keyId: kid }),
  };
}

/** PEM with its lines restored: an input box, or a variable of the environment, makes one line of it. */
function fromPem(label: string, content: string): ClientAuthentication {
  if (label.includes('ENCRYPTED') || content.includes('Proc-Type: 4,ENCRYPTED')) throw invalid('encrypted');
  if (label.startsWith('OPENSSH')) throw invalid('openssh');
  if (/PUBLIC KEY|CERTIFICATE/.test(label)) throw invalid('public_key');
  const base64 = content.replace(/\\[rn]|\s/g, '');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return fromKey([`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n'), {});
}

function fromJwk(text: string): ClientAuthentication {
  const json = parsedJson(text);
  const set = jwksSchema.safeParse(json);
  if (set.success && set.data.keys.length > 1) throw invalid('several_keys');
  const { data: jwk } = jwkSchema.safeParse(set.success ? set.data.keys[0] : json);
  if (!jwk) throw invalid('unreadable');
  if (jwk.kty === 'oct') throw invalid('algorithm');
  if (jwk.d === undefined) throw invalid('public_key');
  return fromKey(jwk, jwk);
}

/**
 * Tells by its looks whether a text is a private key as PEM, one as JWK, or else a client secret. Whether a secret goes
 * into a header or the form is settled by what the issuer offers: see `fittingMethod`.
 * @throws AppError `credential_invalid`
 */
export function readCredential(text: string): ClientAuthentication {
  const trimmed = text.trim();
  if (trimmed === '') throw invalid('empty');
  if (trimmed.startsWith('{')) return fromJwk(trimmed);
  if (trimmed.includes('-----BEGIN')) {
    const [, label, content] = BLOCK.exec(trimmed) ?? [];
    if (label === undefined || content === undefined) throw invalid('unreadable');
    return fromPem(label, content);
  }
  if (!SECRET.test(trimmed)) throw invalid('not_one_line');
  return { method: 'client_secret_basic', secret: trimmed };
}
