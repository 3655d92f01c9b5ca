import type { JWK } from 'jose';
import type { OktaApplication } from './upstream/oktaClient.ts';

/** Lifetimes, in seconds. */
export interface ProxyTimes {
  /** Never more than five minutes: nothing asks Okta in between. */
  readonly accessToken: number;
  /** How long a refresh token may lie idle. */
  readonly idle: number;
  /** From a sign-in to its end, however often it is refreshed. */
  readonly grant: number;
  /** How long a refresh token that was used still works, since its answer may have been lost. */
  readonly grace: number;
  /** How long a client is kept that nobody signs in with. */
  readonly unusedClient: number;
}

/** The lifetimes where nothing else is said. */
export const PROXY_TIMES: ProxyTimes = {
  accessToken: 300,
  idle: 7 * 24 * 3600,
  grant: 30 * 24 * 3600,
  grace: 30,
  unusedClient: 7 * 24 * 3600,
};

/** How many clients may register within an hour. */
export interface RegistrationLimits {
  readonly perAddress: number;
  readonly inAll: number;
}

/** The limits where nothing else is said. */
export const REGISTRATION_LIMITS: RegistrationLimits = { perAddress: 20, inAll: 500 };

/** How the proxy is set up. */
export interface ProxySettings {
  readonly okta: OktaApplication;
  /** From which all keys but those that sign are derived. */
  readonly secret: string;
  /** Private RSA keys, the first of which signs; made anew at each start where absent, on loopback only. */
  readonly signingKeys?: readonly JWK[];
  /** SQLite file of clients and grants, or `:memory:`. */
  readonly databasePath: string;
  /** PostgreSQL in its place, which several processes may share. */
  readonly databaseUrl?: string;
  /** Milliseconds that PostgreSQL may take for a statement; any time where absent. */
  readonly callLimit?: number;
  /** Origins of web pages that may register, and fetch tokens. */
  readonly allowedOrigins?: readonly string[];
  readonly times?: Partial<ProxyTimes>;
  readonly registrations?: RegistrationLimits;
}
