import { SignJWT, createLocalJWKSet, errors, importJWK, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import type { Keys } from './keys.ts';
import type { Settings } from './options.ts';
import type { Store } from './store.ts';

/** Finds, checks and kills the tokens that this stand-in issued. */
export class IssuedTokens {
  readonly #settings: Settings;
  readonly #store: Store;
  readonly #keys: Keys;
  readonly #key: JWTVerifyGetKey;

  constructor(settings: Settings, store: Store, keys: Keys) {
    this.#settings = settings;
    this.#store = store;
    this.#keys = keys;
    const { kty, kid, use, alg, e, n } = keys.signing;
    this.#key = createLocalJWKSet({ keys: [{ kty, kid, use, alg, e, n }] });
  }

  /** Claims of an access token that is valid and whose grant still stands. */
  async accessToken(token: string): Promise<JWTPayload | undefined> {
    const claims = await this.#verify(token, this.#settings.audience, this.#settings.clock());
    return claims?.jti !== undefined && this.#store.get('IssuedAccessToken', claims.jti) ? claims : undefined;
  }

  /** Claims of an ID token, however old: what a logout needs. */
  async idToken(token: string): Promise<JWTPayload | undefined> {
    return this.#verify(token, this.#settings.clientId, 0);
  }

  /** Claims of an ID token that is still good. */
  async freshIdToken(token: string): Promise<JWTPayload | undefined> {
    return this.#verify(token, this.#settings.clientId, this.#settings.clock());
  }

  /** Signs a JWT with instants of the stand-in's time. */
  async sign(claims: JWTPayload, header: { readonly typ: string }, lifetime: number): Promise<string> {
    const now = Math.floor(this.#settings.clock() / 1000);
    const payload = { ...claims, iss: this.#settings.issuer, iat: now, exp: now + lifetime };
    const { kid } = this.#keys.signing;
    return new SignJWT(payload)
      .setProtectedHeader({ alg: 'RS256', kid, ...header })
      .sign(await importJWK(this.#keys.signing, 'RS256'));
  }

  /** Revokes an access token alone, or a refresh token with everything of its sign-in; unknown ones are no error. */
  async revoke(token: string, clientId: string): Promise<void> {
    const refresh = this.#store.get('RefreshToken', token);
    if (refresh?.grantId !== undefined && refresh.payload['clientId'] === clientId) {
      this.#store.removeGrant(refresh.grantId);
      return;
    }
    const claims = await this.accessToken(token);
    if (claims?.jti !== undefined && claims['cid'] === clientId) this.#store.remove('IssuedAccessToken', claims.jti);
  }

  async #verify(token: string, audience: string, now: number): Promise<JWTPayload | undefined> {
    try {
      const { issuer } = this.#settings;
      const { payload } = await jwtVerify(token, this.#key, { issuer, audience, currentDate: new Date(now) });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}
