import type { SignInPlan } from '../../../core/oauth/signIn/planSignIn.ts';

/** What {@link hostsElsewhere} looks at. */
export interface SignInAddresses {
  readonly issuer: string;
  readonly metadata: Pick<
    SignInPlan['metadata'],
    'authorization_endpoint' | 'token_endpoint' | 'registration_endpoint'
  >;
  readonly clientOrigin?: SignInPlan['clientOrigin'];
}

/**
 * The hosts of login page, token endpoint and, where the client was registered, registration endpoint, so far as they
 * are not the issuer's own: an issuer can name the login page of another one, to be handed the code that comes from
 * there.
 */
export function hostsElsewhere({ issuer, metadata, clientOrigin }: SignInAddresses): readonly string[] {
  const registration = clientOrigin === 'registered' ? metadata.registration_endpoint : undefined;
  const hosts = [metadata.authorization_endpoint, metadata.token_endpoint, registration].flatMap((address) =>
    address === undefined ? [] : new URL(address).host,
  );
  return [...new Set(hosts)].filter((host) => host !== new URL(issuer).host);
}
