import { randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import * as z from 'zod';
import type { Store } from './store.ts';

const signingSchema = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  use: z.literal('sig'),
  alg: z.literal('RS256'),
  e: z.string(),
  n: z.string(),
  d: z.string(),
  p: z.string(),
  q: z.string(),
  dp: z.string(),
  dq: z.string(),
  qi: z.string(),
});

/** Private keys of one stand-in. */
export interface Keys {
  /** RSA key, as JWK, that signs access and ID tokens. */
  readonly signing: z.infer<typeof signingSchema>;
  /** Signs the login page's cookies. */
  readonly cookies: string;
}

async function makeSigningKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk), use: 'sig', alg: 'RS256' });
}

async function kept(store: Store, name: string, make: () => Promise<string> | string): Promise<string> {
  const known = store.secret(name);
  if (known !== undefined) return known;
  const made = await make();
  store.keepSecret(name, made);
  return made;
}

/** The keys kept in the store; made at its first use. */
export async function loadKeys(store: Store): Promise<Keys> {
  const signing = await kept(store, 'signing', makeSigningKey);
  const cookies = await kept(store, 'cookies', () => randomBytes(32).toString('base64url'));
  return { signing: signingSchema.parse(JSON.parse(signing)), cookies };
}
