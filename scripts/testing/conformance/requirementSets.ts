/** Scenarios that belong together, and for each the fewest checks that pass in a good run. */
export interface RequirementSet {
  readonly title: string;
  /** Revision of the protocol that they are run in. */
  readonly revision: string;
  /** Whether the suite itself lists what the set must hold; else it is the table. */
  readonly frozen: boolean;
  readonly minimums: Readonly<Record<string, number>>;
}

/** All that our client is run against, in the order of the last lines. */
export const CLIENT_REQUIREMENTS: readonly RequirementSet[] = [
  {
    title: 'not scored, 2025-03-26',
    revision: '2025-03-26',
    frozen: false,
    minimums: {
      'auth/2025-03-26-oauth-metadata-backcompat': 9,
      'auth/2025-03-26-oauth-endpoint-fallback': 4,
    },
  },
  {
    title: 'not scored, 2026-07-28',
    revision: '2026-07-28',
    frozen: false,
    minimums: {
      'json-schema-2020-12-preservation': 9,
    },
  },
  {
    title: '2025-11-25',
    revision: '2025-11-25',
    frozen: true,
    minimums: {
      initialize: 1,
      tools_call: 2,
      'elicitation-sep1034-client-defaults': 5,
      'sse-retry': 3,
      'auth/metadata-default': 15,
      'auth/metadata-var1': 15,
      'auth/metadata-var2': 15,
      'auth/metadata-var3': 15,
      'auth/basic-cimd': 10,
      'auth/scope-from-www-authenticate': 11,
      'auth/scope-from-scopes-supported': 11,
      'auth/scope-omitted-when-undefined': 11,
      'auth/scope-step-up': 12,
      'auth/scope-retry-limit': 10,
      'auth/token-endpoint-auth-basic': 16,
      'auth/token-endpoint-auth-post': 16,
      'auth/token-endpoint-auth-none': 16,
      'auth/pre-registration': 10,
    },
  },
  {
    title: '2026-07-28',
    revision: '2026-07-28',
    frozen: true,
    minimums: {
      tools_call: 2,
      'request-metadata': 6,
      'auth/metadata-default': 16,
      'auth/metadata-var1': 16,
      'auth/metadata-var2': 16,
      'auth/metadata-var3': 16,
      'auth/basic-cimd': 10,
      'auth/scope-from-www-authenticate': 12,
      'auth/scope-from-scopes-supported': 12,
      'auth/scope-omitted-when-undefined': 12,
      'auth/scope-step-up': 14,
      'auth/scope-retry-limit': 11,
      'auth/token-endpoint-auth-basic': 17,
      'auth/token-endpoint-auth-post': 17,
      'auth/token-endpoint-auth-none': 17,
      'auth/pre-registration': 10,
      'auth/resource-mismatch': 2,
      'auth/offline-access-scope': 10,
      'auth/offline-access-not-supported': 12,
      'auth/authorization-server-migration': 14,
      'auth/iss-supported': 12,
      'auth/iss-not-advertised': 12,
      'auth/iss-supported-missing': 8,
      'auth/iss-wrong-issuer': 8,
      'auth/iss-unexpected': 8,
      'auth/iss-normalized': 8,
      'auth/metadata-issuer-mismatch': 3,
      'sep-2322-client-request-state': 5,
      'http-standard-headers': 8,
      'http-custom-headers': 18,
      'http-invalid-tool-headers': 12,
      'json-schema-ref-no-deref': 1,
    },
  },
  {
    title: 'extensions',
    revision: '2025-11-25',
    frozen: false,
    minimums: {
      'auth/client-credentials-basic': 5,
      'auth/client-credentials-jwt': 5,
      'auth/enterprise-managed-authorization': 6,
      'auth/dpop': 12,
      'auth/dpop-nonce': 14,
    },
  },
];
