import type { SignInPlan } from '../../core/oauth/planSignIn.ts';

/** What {@link hostsElsewhere} looks at. */
export interface SignInAddresses {
  readonly issuer: string;
  readonly metadata: Pick<SignInPlan['metadata'], 'authorization_endpoint' | 'token_endpoint'>;
}

/**
 * The hosts of login page and token endpoint where they are not the issuer's own: an issuer can name the login page of
 * another one, to be handed the code that comes from there.
 */
export function hostsElsewhere({ issuer, metadata }: SignInAddresses): readonly string[] {
  const hosts = [metadata.authorization_endpoint, metadata.token_endpoint].map((address) => new URL(address).host);
  return [...new Set(hosts)].filter((host) => host !== new URL(issuer).host);
}
