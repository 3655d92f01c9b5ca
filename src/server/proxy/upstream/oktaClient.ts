import * as openid from 'openid-client';
import * as z from 'zod';
import { isLoopbackHostname } from '../../../shared/loopback.ts';

/** Seconds that Okta may take for one answer. */
const TIMEOUT_SECONDS = 10;

/** The one application that the proxy is at Okta. */
export interface OktaApplication {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Everything that the proxy may ever ask Okta for. */
  readonly scopes: readonly string[];
}

/** What a sign-in at Okta gave. */
export interface UpstreamTokens {
  readonly refreshToken?: string | undefined;
  readonly accessToken: string;
  /** Scopes that Okta granted. */
  readonly scopes: readonly string[];
}

/** Who signed in, by the ID token. */
const personSchema = z.object({
  sub: z.string().min(1),
  // The code is spent by then: what is not a text must not end the sign-in.
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
});
/** Who signed in, by Okta's ID token. */
export type Person = z.infer<typeof personSchema>;

/** What binds an answer of Okta to the request for it. */
export interface UpstreamChecks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The proxy as a client of Okta. */
export interface OktaClient {
  /** The address of Okta's login for one sign-in: PKCE, `state` and `nonce`. */
  authorizationUrl(checks: UpstreamChecks, scopes: readonly string[]): Promise<URL>;
  /** Redeems the code of an answer. Throws the errors of openid-client. */
  redeem(
    answer: URL,
    checks: UpstreamChecks,
    asked: readonly string[],
  ): Promise<UpstreamTokens & { readonly person: Person }>;
  /** Throws the errors of openid-client. */
  refresh(refreshToken: string): Promise<UpstreamTokens>;
  revoke(refreshToken: string): Promise<void>;
}

function tokensOf(response: openid.TokenEndpointResponse, asked: readonly string[]): UpstreamTokens {
  return {
    accessToken: response.access_token,
    refreshToken: response.refresh_token,
    // RFC 6749 section 5.1: left out where it is what was asked for.
    scopes: response.scope?.split(' ').filter(Boolean) ?? asked,
  };
}

/** The secret goes to Okta's own origin alone, whatever addresses its metadata names. */
function checkEndpoints(configuration: openid.Configuration, issuer: string): void {
  const { token_endpoint, revocation_endpoint, authorization_endpoint } = configuration.serverMetadata();
  for (const endpoint of [token_endpoint, authorization_endpoint, revocation_endpoint]) {
    if (endpoint !== undefined && new URL(endpoint).origin !== new URL(issuer).origin) {
      throw new Error(`the metadata of ${issuer} names an endpoint of another origin`);
    }
  }
}

/** Makes the client; Okta's metadata is read on first use, and again where that failed. */
export function createOktaClient(application: OktaApplication, redirectUri: string): OktaClient {
  const { issuer, clientId, clientSecret } = application;
  let known: Promise<openid.Configuration> | undefined;
  const discover = async (): Promise<openid.Configuration> => {
    const insecure = isLoopbackHostname(new URL(issuer).hostname);
    const authentication = openid.ClientSecretBasic(clientSecret);
    const configuration = await openid.discovery(new URL(issuer), clientId, undefined, authentication, {
      execute: insecure ? [openid.allowInsecureRequests] : [],
      timeout: TIMEOUT_SECONDS,
    });
    checkEndpoints(configuration, issuer);
    return configuration;
  };
  const configured = (): Promise<openid.Configuration> => {
    known ??= discover().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    async authorizationUrl({ state, nonce, verifier }, scopes) {
      return openid.buildAuthorizationUrl(await configured(), {
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: scopes.join(' '),
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
    },
    async redeem(answer, { state, nonce, verifier }, asked) {
      const response = await openid.authorizationCodeGrant(await configured(), answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return { ...tokensOf(response, asked), person: personSchema.parse(response.claims()) };
    },
    async refresh(refreshToken) {
      return tokensOf(await openid.refreshTokenGrant(await configured(), refreshToken), application.scopes);
    },
    async revoke(refreshToken) {
      await openid.tokenRevocation(await configured(), refreshToken, { token_type_hint: 'refresh_token' });
    },
  };
}
