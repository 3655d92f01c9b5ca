import type { SignInPlan } from '../../../core/oauth/signIn/planSignIn.ts';
import { redirectUriOf } from '../../../core/oauth/callbacks/redirectUris.ts';
import type { Way } from '../../../core/oauth/signIn/waysToSignIn.ts';
import { LOOPBACK_PORTS } from '../../../shared/names.ts';

/** What is looked at of a plan. */
export type RegisteredPlan = Pick<SignInPlan, 'redirectUris' | 'callbackPath'> & {
  readonly server: Pick<SignInPlan['server'], 'relay'>;
};

/** The ways whose redirect URIs an issuer took when it registered the client; all where only the issuer knows. */
export function registeredWays(ways: readonly Way[], plan: RegisteredPlan, uriScheme: string): readonly Way[] {
  const { redirectUris: allowed, callbackPath, server } = plan;
  if (allowed === undefined) return ways;
  return ways.filter((way) => {
    if (way === 'device' || way === 'clientCredentials') return true;
    const ports = way === 'loopback' ? LOOPBACK_PORTS : LOOPBACK_PORTS.slice(0, 1);
    const needed = ports.map((port) => redirectUriOf(way, { uriScheme, callbackPath, relay: server.relay, port }));
    return needed.every((uri) => allowed.includes(uri));
  });
}
