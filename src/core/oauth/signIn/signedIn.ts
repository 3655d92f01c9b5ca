import { randomBytes } from 'node:crypto';
import type { TokenEndpointResponse } from 'openid-client';
import { accountOf } from './account.ts';
import { endpointsOf } from '../tokens/issuerClient.ts';
import type { IssuerEndpoints } from '../tokens/issuerClient.ts';
import type { ClientAuthentication } from '../clients/clientAuthentication.ts';
import type { SignInPlan } from './planSignIn.ts';
import type { Session, TokenSet } from '../sessions/session.ts';
import type { Renewal } from '../sessions/storedSession.ts';
import { checkTokenType } from '../tokens/tokenBinding.ts';
import { tokenSetOf } from '../tokens/tokenSet.ts';

/** What a finished sign-in gives; `Sessions.add` keeps it. */
export interface SignedIn {
  readonly session: Session;
  readonly tokens: TokenSet;
  /** Name of the server, for messages. */
  readonly serverName: string;
  /** Where the session's tokens are refreshed and revoked. */
  readonly endpoints: IssuerEndpoints;
  /** Absent for a public client. */
  readonly authentication?: ClientAuthentication;
  /** Whether the client registered itself, so that its issuer may forget it. */
  readonly registered?: true;
  /** Absent where a refresh token renews it. */
  readonly renewal?: Renewal;
  /** Private key, a JWK as JSON text, that the tokens are bound to (RFC 9449). */
  readonly dpopKey?: string;
}

/**
 * The session that a plan's token response begins. `now` is in milliseconds since 1970.
 * @throws AppError `token_type_mismatch`
 */
export function signedIn(plan: SignInPlan, response: TokenEndpointResponse, now: number, renewal?: Renewal): SignedIn {
  checkTokenType(response, { issuer: plan.issuer, dpopKey: plan.client.dpopKey });
  const tokens = tokenSetOf(response, { scopes: plan.scopes }, now);
  const id = randomBytes(16).toString('base64url');
  const { clientId, authentication, dpopKey } = plan.client;
  return {
    session: {
      id,
      serverId: plan.serverId,
      issuer: plan.issuer,
      clientId,
      account: accountOf(plan.issuer, plan.server.name, tokens, plan.serverId),
      scopes: tokens.scopes,
      ...(plan.resource === undefined ? {} : { resource: plan.resource }),
    },
    tokens,
    serverName: plan.server.name,
    endpoints: endpointsOf(plan.metadata),
    ...(authentication.method === 'none' ? {} : { authentication }),
    ...(plan.clientOrigin === 'registered' ? { registered: true } : {}),
    ...(renewal === undefined ? {} : { renewal }),
    ...(dpopKey === undefined ? {} : { dpopKey }),
  };
}
